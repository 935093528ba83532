package org.cofferdam.web.event;

import java.io.IOException;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.jspecify.annotations.Nullable;

/**
 * Makes pieces of a process's output that are whole text where they can be. Adjacent output of one stream is joined, up to the
 * capacity. The first bytes of a character whose rest has not come wait for it; when something else comes first they go by
 * themselves, as bytes. A piece's position covers no byte that waits, so whoever resumes behind it gets that byte again.
 */
final class OutputCutter {

    /** Takes the pieces. */
    interface Pieces {

        /**
         * @param text whether the bytes are whole UTF-8
         * @param position of the last of these bytes
         */
        void piece(OutputStreamName stream, long position, boolean text, byte[] bytes, int from, int to)
                throws IOException;
    }

    private final byte[] pending;
    private final boolean binary;
    private final Pieces pieces;
    private @Nullable OutputStreamName stream;
    private long position;
    private int length;

    /**
     * @param capacity the most bytes of a piece, at least 4
     * @param binary whether to take no notice of characters at all
     */
    OutputCutter(int capacity, boolean binary, Pieces pieces) {
        this.pending = new byte[capacity];
        this.binary = binary;
        this.pieces = pieces;
    }

    /** Takes output, and gives pieces when full or when the stream changes. */
    void add(ProcessEvent.Output output) throws IOException {
        byte[] bytes = output.bytes();
        long before = output.position() - bytes.length;
        if (output.stream() != stream || before != position) {
            finish();
            stream = output.stream();
            position = before;
        }
        int done = 0;
        while (done < bytes.length) {
            if (length == pending.length) {
                release();
            }
            int part = Math.min(bytes.length - done, pending.length - length);
            System.arraycopy(bytes, done, pending, length, part);
            length += part;
            position += part;
            done += part;
        }
    }

    /** Gives all but the unfinished character at the end. */
    void release() throws IOException {
        give(length - (binary ? 0 : Utf8.unfinished(pending, 0, length)));
    }

    /** Gives all. */
    void finish() throws IOException {
        release();
        give(length);
    }

    private void give(int count) throws IOException {
        OutputStreamName from = stream;
        if (count == 0 || from == null) {
            return;
        }
        boolean text = !binary && Utf8.isWhole(pending, 0, count);
        int rest = length - count;
        pieces.piece(from, position - rest, text, pending, 0, count);
        System.arraycopy(pending, count, pending, 0, rest);
        length = rest;
    }
}
