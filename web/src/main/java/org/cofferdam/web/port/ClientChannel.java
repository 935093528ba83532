package org.cofferdam.web.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/** Blocking reads and writes, for virtual threads, of channels that do not block. */
final class ClientChannel {

    private ClientChannel() {}

    /** Some bytes, or -1 at the end. */
    static int read(StreamSourceChannel source, ByteBuffer into, long millis) throws IOException {
        int count = source.read(into);
        while (count == 0) {
            Parking.awaitReadable(source, millis);
            count = source.read(into);
        }
        return count;
    }

    /** All of it, and nothing is held back. */
    static void write(StreamSinkChannel sink, ByteBuffer bytes, long millis) throws IOException {
        while (bytes.hasRemaining()) {
            if (sink.write(bytes) == 0) {
                Parking.awaitWritable(sink, millis);
            }
        }
        flush(sink, millis);
    }

    static void flush(StreamSinkChannel sink, long millis) throws IOException {
        while (!sink.flush()) {
            Parking.awaitWritable(sink, millis);
        }
    }

    static void end(StreamSinkChannel sink, long millis) throws IOException {
        sink.shutdownWrites();
        flush(sink, millis);
    }
}
