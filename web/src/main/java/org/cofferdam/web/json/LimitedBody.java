package org.cofferdam.web.json;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** A JSON body of limited size; files are not JSON and have no limit here. */
final class LimitedBody extends FilterInputStream {

    static final int MOST_BYTES = 8 << 20;

    private int left = MOST_BYTES;

    LimitedBody(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw new SandboxException(
                    ErrorCode.TOO_LARGE,
                    "A JSON body has at most " + MOST_BYTES + " bytes",
                    "Send large data as a file: PUT files/content",
                    null);
        }
    }
}
