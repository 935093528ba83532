package org.cofferdam.web.event;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.web.error.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Carries events to a client until there are no more or the client goes. A thread of its own reads ahead, a few events at most, so that
 * the writing one knows whether more is at hand: then events are joined, else they are sent at once; and when nothing comes for a
 * while it sends a heartbeat, which is how the end of a silent client is noticed.
 */
public final class EventStream<E> {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int READ_AHEAD = 8;

    /** What the reader hands over: an event, or why there will be no more. */
    private sealed interface Item<E> {
        record Event<E>(E event) implements Item<E> {}

        record End<E>() implements Item<E> {}

        record Broken<E>(RuntimeException cause) implements Item<E> {}
    }

    private final AgentEvents<E> events;
    private final BlockingQueue<Item<E>> queue = new ArrayBlockingQueue<>(READ_AHEAD);
    private final Duration heartbeat;

    EventStream(AgentEvents<E> events, Duration heartbeat) {
        this.events = events;
        this.heartbeat = heartbeat;
    }

    /**
     * Writes all events and closes their stream.
     *
     * @param first already taken from the stream; null when none was
     * @throws IOException when the client has gone
     */
    public static <E> void write(@Nullable E first, AgentEvents<E> events, EventWriter<E> writer) throws IOException {
        new EventStream<>(events, HEARTBEAT).write(first, writer);
    }

    void write(@Nullable E first, EventWriter<E> writer) throws IOException {
        if (first != null) {
            writer.write(first);
        }
        Thread reader = Thread.ofVirtual().name("events").start(this::read);
        boolean over = false;
        try {
            copy(writer);
            over = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!over) {
                events.close();
                reader.interrupt();
            }
        }
    }

    private void copy(EventWriter<E> writer) throws IOException, InterruptedException {
        while (true) {
            switch (next(writer)) {
                case Item.Event<E>(E event) -> writer.write(event);
                case Item.End<E> _ -> {
                    writer.flush();
                    return;
                }
                case Item.Broken<E>(RuntimeException cause) -> {
                    writer.error(Problems.of(cause));
                    writer.flush();
                    return;
                }
            }
        }
    }

    private Item<E> next(EventWriter<E> writer) throws IOException, InterruptedException {
        Item<E> item = queue.poll();
        if (item == null) {
            writer.flush();
            item = queue.poll(heartbeat.toNanos(), TimeUnit.NANOSECONDS);
        }
        while (item == null) {
            writer.heartbeat();
            item = queue.poll(heartbeat.toNanos(), TimeUnit.NANOSECONDS);
        }
        return item;
    }

    /** The reader's life. */
    private void read() {
        try (events) {
            E event = events.next();
            while (event != null) {
                queue.put(new Item.Event<>(event));
                event = events.next();
            }
            queue.put(new Item.End<>());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the client has gone
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void broken(RuntimeException cause) {
        try {
            queue.put(new Item.Broken<>(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
