package org.cofferdam.connector.agent;

import java.io.IOException;
import java.io.InputStream;

/** What a client leaves behind that goes away in the middle of a request. */
final class FailingInput extends InputStream {

    @Override
    public int read() throws IOException {
        throw new IOException("The client is gone");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        throw new IOException("The client is gone");
    }
}
