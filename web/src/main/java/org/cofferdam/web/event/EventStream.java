package org.cofferdam.web.event;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.web.error.Problems;

/**
 * Carries a process's events to a client until the process ends or the client goes. A thread of its own reads ahead, a few events at
 * most, so that the writing one knows whether more is at hand: then events are joined, else they are sent at once; and when nothing
 * comes for a while it sends a heartbeat, which is how the end of a silent client is noticed.
 */
public final class EventStream {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int READ_AHEAD = 8;

    /** What the reader hands over: an event, or why there will be no more. */
    private sealed interface Item {
        record Event(ProcessEvent event) implements Item {}

        record Broken(RuntimeException cause) implements Item {}
    }

    private final ProcessStream events;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(READ_AHEAD);
    private final Duration heartbeat;

    EventStream(ProcessStream events, Duration heartbeat) {
        this.events = events;
        this.heartbeat = heartbeat;
    }

    /**
     * Writes all events and closes their stream.
     *
     * @param first already taken from the stream
     * @param binary whether output is always written as base64
     * @throws IOException when the client has gone
     */
    public static void write(
            ProcessId process, ProcessEvent first, ProcessStream events, boolean binary, OutputStream out)
            throws IOException {
        new EventStream(events, HEARTBEAT).write(first, new EventWriter(process, binary, out));
    }

    void write(ProcessEvent first, EventWriter writer) throws IOException {
        writer.write(first);
        if (first instanceof ProcessEvent.Complete) {
            events.close();
            writer.flush();
            return;
        }
        Thread reader = Thread.ofVirtual().name("process-events").start(this::read);
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

    private void copy(EventWriter writer) throws IOException, InterruptedException {
        while (true) {
            switch (next(writer)) {
                case Item.Event(ProcessEvent event) -> {
                    writer.write(event);
                    if (event instanceof ProcessEvent.Complete) {
                        writer.flush();
                        return;
                    }
                }
                case Item.Broken(RuntimeException cause) -> {
                    writer.error(Problems.of(cause));
                    writer.flush();
                    return;
                }
            }
        }
    }

    private Item next(EventWriter writer) throws IOException, InterruptedException {
        Item item = queue.poll();
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
            ProcessEvent event = events.next();
            while (event != null) {
                queue.put(new Item.Event(event));
                event = events.next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the client has gone
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void broken(RuntimeException cause) {
        try {
            queue.put(new Item.Broken(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
