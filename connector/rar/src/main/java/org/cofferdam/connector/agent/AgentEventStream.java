package org.cofferdam.connector.agent;

import java.io.IOException;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.connector.EventSource;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.event.NumberedEvent;
import org.cofferdam.protocol.wire.Frame;
import org.jspecify.annotations.Nullable;

/** Events of anything but a process, over one connection after the other. */
final class AgentEventStream<E extends NumberedEvent> implements AgentEvents<E> {

    private final StreamConnection connection;
    private final EventSource<E> source;
    private @Nullable Long after;

    private AgentEventStream(StreamConnection connection, EventSource<E> source) {
        this.connection = connection;
        this.source = source;
    }

    static <E extends NumberedEvent> AgentEvents<E> open(AgentPool pool, EventSource<E> source) {
        StreamConnection connection = StreamConnection.open(pool);
        try {
            connection.current().request(source.operation(), WireJson.write(source.request()));
            connection.current().settle();
        } catch (IOException e) {
            connection.close();
            throw AgentFailure.of(e, connection.current());
        }
        return new AgentEventStream<>(connection, source);
    }

    @Override
    public @Nullable E next() {
        while (!connection.over()) {
            try {
                E event = accept(connection.current().receive());
                if (isNew(event)) {
                    after = event.number();
                    return event;
                }
            } catch (IOException e) {
                recover(e);
            }
        }
        return null;
    }

    private E accept(Frame frame) throws IOException {
        return switch (frame.kind()) {
            case EVENT -> {
                connection.progress();
                yield WireJson.read(frame.payload(), source.eventType());
            }
            case REPLY -> {
                E last = WireJson.read(frame.payload(), source.eventType());
                connection.end(true);
                yield last;
            }
            case ERROR -> {
                Problem problem = WireJson.read(frame.payload(), Problem.class);
                connection.end(true);
                throw problem.toException();
            }
            default -> throw new IOException("Not a frame of events: " + frame.kind());
        };
    }

    /** Behind a cut some streams begin with an event that says where they begin. */
    private boolean isNew(E event) {
        return after == null || event.number() > after;
    }

    private void recover(IOException cause) {
        Long last = after;
        if (last == null) {
            boolean wanted = !connection.over();
            connection.close();
            if (wanted) {
                throw AgentFailure.of(cause, connection.current());
            }
            return;
        }
        try {
            EventSource<E> rest = source.behind().apply(last);
            connection.replace(cause, (fresh, _) -> fresh.request(rest.operation(), WireJson.write(rest.request())));
        } catch (AgentGoneException e) {
            throw AgentFailure.of(e, connection.current());
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
