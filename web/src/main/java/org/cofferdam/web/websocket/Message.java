package org.cofferdam.web.websocket;

/** What a client sent, whole however it was fragmented. */
public sealed interface Message {

    record Text(String text) implements Message {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Binary(byte[] bytes) implements Message {}
}
