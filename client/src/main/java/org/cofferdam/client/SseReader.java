package org.cofferdam.client;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Server-sent events (WHATWG HTML, 9.2), one at a time. Works on bytes: a line is looked at once. */
final class SseReader implements Closeable {

    /** A result of a run has up to 6 MiB; output comes in smaller events. */
    private static final int LONGEST_LINE = 8 << 20;

    private final ResponseStream in;
    private byte[] buffer = new byte[128 << 10];
    private int start;
    private int end;

    private String type = "";
    private String id = "";
    private byte[] data = {};

    SseReader(ResponseStream in) {
        this.in = in;
    }

    /**
     * Waits for the next event that has data.
     *
     * @throws EOFException when the stream ends
     */
    void next() throws IOException {
        type = "";
        data = new byte[0];
        while (true) {
            int lineStart = nextLine();
            int lineEnd = start - 1;
            if (lineEnd > lineStart && buffer[lineEnd - 1] == '\r') {
                lineEnd--;
            }
            if (lineEnd > lineStart) {
                field(lineStart, lineEnd);
            } else if (data.length > 0) {
                return;
            } else {
                type = "";
            }
        }
    }

    String type() {
        return type;
    }

    /** Of this event, or of the last one that had one. */
    String id() {
        return id;
    }

    byte[] data() {
        return data;
    }

    /** Reads what is behind the last event, so that the connection can be used again; without that nothing is amiss. */
    void finish() {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | ConnectionException e) {
            close();
        }
    }

    /** Where the next line begins; it ends one before {@link #start}. */
    private int nextLine() throws IOException {
        int scanned = start;
        while (true) {
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    int lineStart = start;
                    start = i + 1;
                    return lineStart;
                }
            }
            scanned = end - start;
            fill();
        }
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            if (end >= LONGEST_LINE) {
                throw new IOException("A line of an event stream is longer than " + LONGEST_LINE);
            }
            buffer = Arrays.copyOf(buffer, end * 2);
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            throw new EOFException("The event stream ended");
        }
        end += count;
    }

    private void field(int from, int to) {
        int colon = from;
        while (colon < to && buffer[colon] != ':') {
            colon++;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && buffer[value] == ' ') {
            value++;
        }
        switch (text(from, colon)) {
            case "event" -> type = text(value, to);
            case "id" -> id = text(value, to);
            case "data" -> data = join(data, value, to);
            default -> {
                // Comments, which keep the connection alive, and fields that are not for us
            }
        }
    }

    private byte[] join(byte[] before, int from, int to) {
        if (before.length == 0) {
            return Arrays.copyOfRange(buffer, from, to);
        }
        byte[] joined = Arrays.copyOf(before, before.length + 1 + to - from);
        joined[before.length] = '\n';
        System.arraycopy(buffer, from, joined, before.length + 1, to - from);
        return joined;
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        in.close();
    }
}
