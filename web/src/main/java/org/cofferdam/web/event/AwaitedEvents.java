package org.cofferdam.web.event;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Events of which the first has been asked for, and may still be on its way. */
final class AwaitedEvents<E> implements AgentEvents<E> {

    private final AgentEvents<E> events;
    private final FutureTask<@Nullable E> first;
    private boolean begun;

    private AwaitedEvents(AgentEvents<E> events) {
        this.events = events;
        this.first = new FutureTask<>(events::next);
    }

    /**
     * Blocks until the first event, but not for long: what it waits for may be quiet, or queued behind something else.
     *
     * @throws SandboxException what came instead
     */
    static <E> AwaitedEvents<E> of(AgentEvents<E> events, Duration patience) {
        AwaitedEvents<E> awaited = new AwaitedEvents<>(events);
        Thread.ofVirtual().name("first-event").start(awaited.first);
        try {
            if (awaited.first.get(patience.toNanos(), TimeUnit.NANOSECONDS) == null) {
                throw new SandboxException(ErrorCode.AGENT_LOST, "The events ended before they began");
            }
        } catch (TimeoutException e) {
            return awaited; // who reads on will see
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
        return awaited;
    }

    @Override
    public @Nullable E next() {
        if (begun) {
            return events.next();
        }
        begun = true;
        try {
            return first.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static SandboxException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SandboxException(ErrorCode.AGENT_LOST, "Interrupted while waiting for events", e);
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }

    @Override
    public void close() {
        events.close();
    }
}
