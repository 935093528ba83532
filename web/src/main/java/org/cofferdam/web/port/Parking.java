package org.cofferdam.web.port;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * Lets a virtual thread wait for a channel of the server's without blocking in a selector: the channel's own I/O thread wakes it. So any
 * number of streams wait at the cost of their stacks.
 */
final class Parking {

    private Parking() {}

    static void awaitReadable(StreamSourceChannel channel, long millis) throws IOException {
        Thread waiting = Thread.currentThread();
        AtomicBoolean ready = new AtomicBoolean();
        channel.getReadSetter().set(it -> {
            it.suspendReads();
            ready.set(true);
            LockSupport.unpark(waiting);
        });
        channel.resumeReads();
        park(ready, millis);
    }

    static void awaitWritable(StreamSinkChannel channel, long millis) throws IOException {
        Thread waiting = Thread.currentThread();
        AtomicBoolean ready = new AtomicBoolean();
        channel.getWriteSetter().set(it -> {
            it.suspendWrites();
            ready.set(true);
            LockSupport.unpark(waiting);
        });
        channel.resumeWrites();
        park(ready, millis);
    }

    private static void park(AtomicBoolean ready, long millis) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!ready.get()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new InterruptedIOException("The client was too slow");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException();
            }
            LockSupport.parkNanos(ready, left);
        }
    }
}
