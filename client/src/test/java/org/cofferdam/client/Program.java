package org.cofferdam.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;

/** Output of a made-up process: random pieces of random bytes on both streams. */
record Program(List<ProcessEvent.Output> outputs) {

    static Program random(Random random) {
        List<ProcessEvent.Output> outputs = new ArrayList<>();
        long position = 0;
        int pieces = random.nextInt(40);
        for (int i = 0; i < pieces; i++) {
            byte[] bytes = piece(random);
            position += bytes.length;
            OutputStreamName stream = random.nextInt(3) == 0 ? OutputStreamName.STDERR : OutputStreamName.STDOUT;
            outputs.add(new ProcessEvent.Output(stream, position, bytes));
        }
        return new Program(List.copyOf(outputs));
    }

    private static byte[] piece(Random random) {
        int length = 1 + random.nextInt(1 << random.nextInt(13));
        return switch (random.nextInt(3)) {
            case 0 -> {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 1 ->
                random.ints(length, 0, 0x110000)
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .append('x')
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
            default ->
                "\"line\"\t\\ \u001b[1m%d\u001b[0m\r\n"
                        .formatted(random.nextInt())
                        .repeat(1 + length / 16)
                        .getBytes(StandardCharsets.UTF_8);
        };
    }

    long length() {
        return outputs.isEmpty() ? 0 : outputs.getLast().position();
    }

    byte[] bytes(OutputStreamName stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        outputs.stream().filter(output -> output.stream() == stream).forEach(output -> all.writeBytes(output.bytes()));
        return all.toByteArray();
    }

    /** The events behind a position as a server writes them. */
    List<byte[]> eventsAfter(long after) {
        List<byte[]> events = new ArrayList<>();
        if (after < 0) {
            events.add(event("start", 0, "{\"processId\":\"p1\",\"pid\":42,\"startedAt\":\"2026-01-02T03:04:05Z\"}"));
        }
        for (ProcessEvent.Output output : outputs) {
            if (output.position() > after) {
                String stream = output.stream() == OutputStreamName.STDOUT ? "stdout" : "stderr";
                events.add(event(stream, output.position(), data(output.bytes())));
            }
            if (output.position() % 7 == 0) {
                events.add(":\n\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        events.add(event(
                "complete",
                length() + 1,
                "{\"processId\":\"p1\",\"status\":\"exited\",\"exitCode\":7,\"success\":false,\"truncated\":false,"
                        + "\"sessionEnded\":false,\"startedAt\":\"2026-01-02T03:04:05Z\",\"durationMillis\":12}"));
        return events;
    }

    private static byte[] event(String type, long id, String json) {
        return ("event: " + type + "\nid: " + id + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String data(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return "{\"data\":" + Transport.JSON.writeValueAsString(text) + "}";
        } catch (CharacterCodingException e) {
            return "{\"dataBase64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
