package org.cofferdam.web.port;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An application's body, freed of its framing (RFC 9112, 6). One that ends early is an {@link IOException}. */
final class AnswerBody {

    private static final int MAX_CHUNK_LINE = 4096;

    private final PortInput input;
    private final boolean chunked;
    private final boolean untilEnd;
    private long left;
    private boolean first = true;
    private boolean ended;
    private List<AnswerHead.Field> trailers = List.of();

    private AnswerBody(PortInput input, boolean chunked, OptionalLong length) {
        this.input = input;
        this.chunked = chunked;
        this.untilEnd = !chunked && length.isEmpty();
        this.left = chunked ? 0 : length.orElse(Long.MAX_VALUE);
    }

    static AnswerBody of(AnswerHead head, PortInput input) throws IOException {
        return new AnswerBody(input, head.chunked(), head.length());
    }

    /** Whether the head says that there is none. */
    boolean isEmpty() {
        return !chunked && left == 0;
    }

    /** Some of it, to be read before the next call; null at the end. */
    @Nullable ByteBuffer next() throws IOException {
        if (chunked && left == 0 && !ended) {
            nextChunk();
        }
        if (ended || left == 0) {
            return null;
        }
        ByteBuffer part = input.next(left);
        if (part == null) {
            if (untilEnd) {
                return null;
            }
            throw new EOFException("The application's answer ended early");
        }
        if (!untilEnd) {
            left -= part.remaining();
        }
        return part;
    }

    private void nextChunk() throws IOException {
        if (!first && !input.line(1, 0).isEmpty()) {
            throw new IOException("The application sent a broken chunk");
        }
        first = false;
        String line = input.line(MAX_CHUNK_LINE, 0);
        int semicolon = line.indexOf(';');
        String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("The application sent a broken chunk size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            ended = true;
            trailers = AnswerHead.fields(input, 0);
        }
    }

    /** What came behind it. */
    List<AnswerHead.Field> trailers() {
        return trailers;
    }
}
