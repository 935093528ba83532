package org.cofferdam.web.event;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongFunction;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.event.NumberedEvent;

/** Writes events as server-sent events whose {@code id} tells their number and whose data is their record. */
public final class NumberedEventWriter<E extends NumberedEvent> implements EventWriter<E> {

    private static final int BUFFER_BYTES = 16 << 10;

    private final LongFunction<String> ids;
    private final SseSink sink;

    public NumberedEventWriter(OutputStream out) {
        this(out, Long::toString);
    }

    /** @param ids of the events, from their numbers */
    public NumberedEventWriter(OutputStream out, LongFunction<String> ids) {
        this.ids = ids;
        this.sink = new SseSink(out, BUFFER_BYTES);
    }

    @Override
    public void write(E event) throws IOException {
        sink.event(event.eventName(), ids.apply(event.number()), event);
    }

    @Override
    public void error(Problem problem) throws IOException {
        sink.error(problem);
    }

    @Override
    public void heartbeat() throws IOException {
        sink.heartbeat();
    }

    @Override
    public void flush() throws IOException {
        sink.flush();
    }
}
