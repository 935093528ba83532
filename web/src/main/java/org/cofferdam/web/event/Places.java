package org.cofferdam.web.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Places for requests that may last as long as what they follow: without a bound they could take every request thread there is. */
@ApplicationScoped
public class Places {

    /** Of 1024 request threads (ADR 5); the rest is for requests that come and go. */
    static final int MOST = 960;

    private final Semaphore free = new Semaphore(MOST);

    /** One of the places, until closed. */
    public static final class Place implements AutoCloseable {

        private final Semaphore free;
        private final AtomicBoolean taken = new AtomicBoolean(true);

        Place(Semaphore free) {
            this.free = free;
        }

        @Override
        public void close() {
            if (taken.compareAndSet(true, false)) {
                free.release();
            }
        }
    }

    /** @throws SandboxException {@code quota-exceeded} when all are taken */
    public Place take() {
        if (!free.tryAcquire()) {
            throw new SandboxException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The server follows " + MOST + " processes and other things already",
                    "Try again later, or start the command with POST processes and read it from time to time",
                    null);
        }
        return new Place(free);
    }
}
