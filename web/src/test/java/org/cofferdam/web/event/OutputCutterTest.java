package org.cofferdam.web.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.junit.jupiter.api.Test;

class OutputCutterTest {

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Piece(OutputStreamName stream, long position, boolean text, byte[] bytes) {}

    private final List<Piece> pieces = new ArrayList<>();

    private OutputCutter cutter(int capacity, boolean binary) {
        return new OutputCutter(
                capacity,
                binary,
                (stream, position, text, bytes, from, to) ->
                        pieces.add(new Piece(stream, position, text, Arrays.copyOfRange(bytes, from, to))));
    }

    @Test
    void textThatIsCutAnywhereStaysText() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            pieces.clear();
            byte[] text = randomText(random).getBytes(StandardCharsets.UTF_8);
            OutputCutter cutter = cutter(4 + random.nextInt(40), false);
            feed(cutter, random, text, OutputStreamName.STDOUT, 0);
            cutter.finish();
            assertThat(pieces).allMatch(Piece::text);
            assertThat(joined(OutputStreamName.STDOUT)).isEqualTo(text);
            assertPositionsAreTrue();
        }
    }

    @Test
    void anyBytesOfTwoStreamsArriveWholeAndInOrder() throws IOException {
        Random random = new Random(13);
        for (int round = 0; round < 3_000; round++) {
            pieces.clear();
            OutputCutter cutter = cutter(4 + random.nextInt(40), random.nextInt(8) == 0);
            ByteArrayOutputStream stdout = new ByteArrayOutputStream();
            ByteArrayOutputStream stderr = new ByteArrayOutputStream();
            long position = 0;
            for (int part = 0; part < 10; part++) {
                boolean first = random.nextBoolean();
                byte[] bytes = randomText(random).getBytes(StandardCharsets.UTF_8);
                if (random.nextBoolean()) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                (first ? stdout : stderr).write(bytes);
                feed(cutter, random, bytes, first ? OutputStreamName.STDOUT : OutputStreamName.STDERR, position);
                position += bytes.length;
            }
            cutter.finish();
            assertThat(joined(OutputStreamName.STDOUT)).isEqualTo(stdout.toByteArray());
            assertThat(joined(OutputStreamName.STDERR)).isEqualTo(stderr.toByteArray());
            assertPositionsAreTrue();
            assertThat(pieces).allMatch(p -> !p.text() || Utf8.isWhole(p.bytes(), 0, p.bytes().length));
        }
    }

    @Test
    void aHeldByteIsNotCoveredByAnyPosition() throws IOException {
        OutputCutter cutter = cutter(16, false);
        cutter.add(new ProcessEvent.Output(OutputStreamName.STDOUT, 3, new byte[] {'a', 'b', (byte) 0xc3}));
        cutter.release();
        assertThat(pieces).singleElement().satisfies(piece -> {
            assertThat(piece.position()).isEqualTo(2);
            assertThat(piece.text()).isTrue();
        });
        cutter.add(new ProcessEvent.Output(OutputStreamName.STDOUT, 4, new byte[] {(byte) 0xa9}));
        cutter.release();
        assertThat(pieces.getLast().position()).isEqualTo(4);
        assertThat(pieces.getLast().text()).isTrue();
        assertThat(pieces.getLast().bytes()).isEqualTo("é".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aHeldByteGoesAsBytesWhenTheOtherStreamComesFirst() throws IOException {
        OutputCutter cutter = cutter(16, false);
        cutter.add(new ProcessEvent.Output(OutputStreamName.STDOUT, 1, new byte[] {(byte) 0xc3}));
        cutter.release();
        assertThat(pieces).isEmpty();
        cutter.add(new ProcessEvent.Output(OutputStreamName.STDERR, 2, new byte[] {'e'}));
        cutter.finish();
        assertThat(pieces).hasSize(2);
        assertThat(pieces.getFirst().text()).isFalse();
        assertThat(pieces.getFirst().position()).isEqualTo(1);
        assertThat(pieces.getLast().stream()).isEqualTo(OutputStreamName.STDERR);
    }

    private static void feed(OutputCutter cutter, Random random, byte[] bytes, OutputStreamName stream, long before)
            throws IOException {
        int done = 0;
        while (done < bytes.length) {
            int part = 1 + random.nextInt(bytes.length - done);
            done += part;
            cutter.add(new ProcessEvent.Output(stream, before + done, Arrays.copyOfRange(bytes, done - part, done)));
            if (random.nextBoolean()) {
                cutter.release();
            }
        }
    }

    private static String randomText(Random random) {
        String[] characters = {"a", "\n", "é", "€", "😀", "\0", "\"", "ü"};
        StringBuilder text = new StringBuilder("x");
        for (int left = random.nextInt(60); left > 0; left--) {
            text.append(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    private byte[] joined(OutputStreamName stream) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.stream().filter(piece -> piece.stream() == stream).forEach(piece -> all.writeBytes(piece.bytes()));
        return all.toByteArray();
    }

    /** Whoever resumes behind a piece has seen exactly the bytes up to its position. */
    private void assertPositionsAreTrue() {
        long seen = 0;
        for (Piece piece : pieces) {
            seen += piece.bytes().length;
            assertThat(piece.position()).isEqualTo(seen);
        }
    }
}
