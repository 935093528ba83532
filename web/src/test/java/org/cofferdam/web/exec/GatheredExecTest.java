package org.cofferdam.web.exec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatheredExecTest {

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void smallTextIsText() throws IOException {
        assertThat(answer("héllo\n".getBytes(StandardCharsets.UTF_8), 1 << 20, false, 100)
                        .toString())
                .isEqualTo(
                        "{\"processId\":\"p1\",\"exitCode\":0,\"status\":\"exited\",\"success\":true,\"truncated\":false,"
                                + "\"sessionEnded\":false,\"startedAt\":\"2026-01-01T00:00:00Z\",\"durationMillis\":5,"
                                + "\"stdout\":\"héllo\\n\",\"stderr\":\"\"}");
    }

    @Test
    void bytesThatAreNoTextAreBase64() throws IOException {
        byte[] bytes = {'a', (byte) 0xff};
        JsonNode answer = answer(bytes, 1 << 20, false, 1);
        assertThat(answer.has("stdout")).isFalse();
        assertThat(answer.get("stdoutBase64").binaryValue()).isEqualTo(bytes);
    }

    @Test
    void textIsBase64WhereThatIsAskedFor() throws IOException {
        assertThat(answer(new byte[] {'a'}, 1 << 20, true, 1)
                        .get("stdoutBase64")
                        .binaryValue())
                .isEqualTo(new byte[] {'a'});
    }

    @Test
    void largeOutputGoesThroughAFileThatIsGoneAfterwards() throws IOException {
        byte[] text = "0123456789 äöü €\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertThat(answer(text, Long.MAX_VALUE, false, 65_536).get("stdout").asText())
                .isEqualTo(new String(text, StandardCharsets.UTF_8));
        byte[] random = new byte[1_234_567];
        new Random(1).nextBytes(random);
        assertThat(answer(random, Long.MAX_VALUE, false, 50_001)
                        .get("stdoutBase64")
                        .binaryValue())
                .isEqualTo(random);
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatIsBehindTheLimitIsLeftOutAndSaid() throws IOException {
        JsonNode answer = answer("abcdef".getBytes(StandardCharsets.US_ASCII), 4, false, 3);
        assertThat(answer.get("stdout").asText()).isEqualTo("abcd");
        assertThat(answer.get("truncated").asBoolean()).isTrue();
    }

    private JsonNode answer(byte[] stdout, long maxOutputBytes, boolean binary, int piece) throws IOException {
        out.reset();
        try (GatheredExec gathered = new GatheredExec(directory, maxOutputBytes)) {
            for (int at = 0; at < stdout.length; at += piece) {
                byte[] bytes = Arrays.copyOfRange(stdout, at, Math.min(stdout.length, at + piece));
                gathered.add(new ProcessEvent.Output(OutputStreamName.STDOUT, at + bytes.length, bytes));
            }
            ProcessEvent.Complete end = new ProcessEvent.Complete(
                    stdout.length + 1,
                    ProcessStatus.EXITED,
                    0,
                    null,
                    false,
                    false,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    5);
            gathered.write(new ProcessId("p1"), end, binary, out);
        }
        return new ObjectMapper().readTree(out.toByteArray());
    }
}
