package org.cofferdam.web.port;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;

/**
 * A virtual thread's wait for a channel of the server's, without blocking in a selector: the channel's own I/O thread ends it. So any
 * number of streams wait at the cost of their stacks.
 *
 * <p>A wait is ended once, by the I/O thread or by who gave it up, and whoever ends it suspends the channel before the waiting thread goes
 * on: a suspension that came later would undo the next wait's resumption, and nobody would ever be woken.
 */
final class Parking {

    private enum State {
        WAITING,
        ENDING,
        OVER
    }

    private final Thread waiting = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final Runnable suspend;

    private Parking(Runnable suspend) {
        this.suspend = suspend;
    }

    static void awaitReadable(StreamSourceChannel channel, long millis) throws IOException {
        Parking wait = new Parking(channel::suspendReads);
        channel.getReadSetter().set(_ -> wait.end());
        channel.resumeReads();
        wait.park(millis);
    }

    static void awaitWritable(StreamSinkChannel channel, long millis) throws IOException {
        Parking wait = new Parking(channel::suspendWrites);
        channel.getWriteSetter().set(_ -> wait.end());
        channel.resumeWrites();
        wait.park(millis);
    }

    /** Tells whether it was this call that ended it; the I/O thread may call more than once. */
    private boolean end() {
        if (!state.compareAndSet(State.WAITING, State.ENDING)) {
            return false;
        }
        suspend.run();
        state.set(State.OVER);
        LockSupport.unpark(waiting);
        return true;
    }

    private void park(long millis) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (state.get() != State.OVER) {
            long left = until - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                giveUp(left <= 0 ? "The client was too slow" : "Interrupted");
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    private void giveUp(String why) throws IOException {
        if (end()) {
            throw new InterruptedIOException(why);
        }
        Thread.onSpinWait(); // the I/O thread is just ending it
    }
}
