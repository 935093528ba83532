package org.cofferdam.connector;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection to a program inside a sandbox. One thread reads while another writes; any may close it, which wakes both. */
public interface PortConnection extends AutoCloseable {

    /**
     * Some bytes; blocks until there are any.
     *
     * @return how many, or -1 when the program has ended its side
     * @throws IOException when the connection broke before that
     */
    int read(ByteBuffer into) throws IOException;

    /** As {@link #read(ByteBuffer)} within a time, after which the connection is closed. */
    int readWithin(long millis, ByteBuffer into) throws IOException;

    /** Writes all of it; blocks while the program does not take it. */
    void write(ByteBuffer bytes) throws IOException;

    /** Tells the program that nothing more comes. */
    void endOutput() throws IOException;

    @Override
    void close();
}
