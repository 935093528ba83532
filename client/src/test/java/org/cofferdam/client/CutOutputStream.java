package org.cofferdam.client;

import java.io.IOException;
import java.io.OutputStream;

/** Lets a number of bytes through, then breaks. */
final class CutOutputStream extends OutputStream {

    private final OutputStream out;
    private long left;

    CutOutputStream(OutputStream out, long left) {
        this.out = out;
        this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int part = (int) Math.min(length, left);
        out.write(bytes, offset, part);
        left -= part;
        if (part < length) {
            out.flush();
            throw new IOException("cut");
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
