package org.cofferdam.connector;

import java.util.function.LongFunction;
import org.cofferdam.protocol.event.NumberedEvent;
import org.cofferdam.protocol.wire.Operation;

/**
 * What begins a stream of events, and what goes on with it on another connection.
 *
 * @param operation answers EVENT frames, then the last event as the REPLY
 * @param request of the operation
 * @param eventType of the frames' JSON
 * @param behind the source of all events behind the one with a number, which was seen
 */
public record EventSource<E extends NumberedEvent>(
        Operation operation, Object request, Class<E> eventType, LongFunction<EventSource<E>> behind) {}
