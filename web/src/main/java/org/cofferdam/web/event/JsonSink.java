package org.cofferdam.web.event;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes JSON from bytes as they are, through one buffer; nothing reaches the stream before the buffer is full or {@link #flush}. */
public final class JsonSink {

    /** Bytes that {@link #base64} can take at a time so that pieces join without padding. */
    public static final int BASE64_UNIT = 3;

    private static final int LONGEST_ESCAPE = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /** For each ASCII byte: 0 to copy it, the letter of its short escape, or {@code u}. */
    private static final byte[] ESCAPE = new byte[128];

    static {
        for (int control = 0; control < 0x20; control++) {
            ESCAPE[control] = 'u';
        }
        ESCAPE['\b'] = 'b';
        ESCAPE['\t'] = 't';
        ESCAPE['\n'] = 'n';
        ESCAPE['\f'] = 'f';
        ESCAPE['\r'] = 'r';
        ESCAPE['"'] = '"';
        ESCAPE['\\'] = '\\';
    }

    private final OutputStream out;
    private final byte[] buffer;
    private int size;

    /** @param capacity of the buffer in bytes, at least 64 */
    public JsonSink(OutputStream out, int capacity) {
        this.out = out;
        this.buffer = new byte[capacity];
    }

    /** Text that needs no escape, ASCII only. */
    public void ascii(String text) throws IOException {
        raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Bytes that are JSON, or whatever the stream wants, already. */
    public void raw(byte[] bytes) throws IOException {
        if (bytes.length > buffer.length - size) {
            drain();
            if (bytes.length > buffer.length) {
                out.write(bytes);
                return;
            }
        }
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    /** The inside of a JSON string, from UTF-8; pieces may be cut anywhere. */
    public void text(byte[] utf8, int from, int to) throws IOException {
        int i = from;
        while (i < to) {
            int room = (buffer.length - size) / LONGEST_ESCAPE;
            if (room == 0) {
                drain();
            } else {
                int end = Math.min(to, i + room);
                escape(utf8, i, end);
                i = end;
            }
        }
    }

    private void escape(byte[] utf8, int from, int to) {
        byte[] target = buffer;
        int at = size;
        for (int i = from; i < to; i++) {
            byte b = utf8[i];
            byte escape = b < 0 ? 0 : ESCAPE[b];
            if (escape == 0) {
                target[at++] = b;
            } else {
                target[at++] = '\\';
                target[at++] = escape;
                if (escape == 'u') {
                    target[at++] = '0';
                    target[at++] = '0';
                    target[at++] = HEX[b >> 4];
                    target[at++] = HEX[b & 0xf];
                }
            }
        }
        size = at;
    }

    /** The inside of a JSON string, in base64; pieces but the last are multiples of {@link #BASE64_UNIT} bytes. */
    public void base64(byte[] bytes, int from, int to) throws IOException {
        ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(bytes, from, to - from));
        while (encoded.hasRemaining()) {
            if (size == buffer.length) {
                drain();
            }
            int part = Math.min(encoded.remaining(), buffer.length - size);
            encoded.get(buffer, size, part);
            size += part;
        }
    }

    /** The member of an object that is a piece of output: {@code data} or, as base64, {@code dataBase64}. */
    void output(boolean text, byte[] bytes, int from, int to) throws IOException {
        ascii(text ? "\"data\":\"" : "\"dataBase64\":\"");
        if (text) {
            text(bytes, from, to);
        } else {
            base64(bytes, from, to);
        }
        ascii("\"");
    }

    /** Sends everything on its way. */
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    /** Hands the buffer to the stream, which may keep it. */
    public void drain() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }
}
