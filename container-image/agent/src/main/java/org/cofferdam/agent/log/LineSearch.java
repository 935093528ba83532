package org.cofferdam.agent.log;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Looks for a line among the output that it is given, each stream by itself. */
public final class LineSearch implements LogSink {

    /** The most of a line that is looked at. */
    private static final int LINE_BYTES = 8 << 10;

    private static final int STREAMS = 3;

    private final LinePattern pattern;
    private final byte[][] lines = new byte[STREAMS][LINE_BYTES];
    private final int[] lengths = new int[STREAMS];
    private @Nullable String found;

    public LineSearch(LinePattern pattern) {
        this.pattern = pattern;
    }

    /** The line, once there was one. */
    public @Nullable String found() {
        return found;
    }

    @Override
    public int room() {
        return found == null ? LINE_BYTES : 0;
    }

    @Override
    public void output(int stream, long end, MemorySegment bytes, long offset, int length) {
        for (long at = offset; at < offset + length && found == null; at++) {
            byte next = bytes.get(JAVA_BYTE, at);
            if (next == '\n') {
                test(stream);
                lengths[stream] = 0;
            } else if (lengths[stream] < LINE_BYTES) {
                lines[stream][lengths[stream]++] = next;
            }
        }
    }

    @Override
    public void truncated(long from, long to) {
        lengths[1] = 0;
        lengths[2] = 0;
    }

    /**
     * There is nothing more at present: looks at lines that have not ended.
     *
     * @param ever whether nothing more will come
     */
    public void pause(boolean ever) {
        for (int stream = 1; stream < STREAMS && found == null; stream++) {
            if (lengths[stream] > 0 && (ever || pattern.matchesEarly())) {
                test(stream);
            }
        }
    }

    private void test(int stream) {
        int length = lengths[stream];
        if (length > 0 && lines[stream][length - 1] == '\r') {
            length--;
        }
        String line = new String(lines[stream], 0, length, StandardCharsets.UTF_8);
        if (pattern.isIn(line)) {
            found = line;
        }
    }
}
