package org.cofferdam.protocol.wire;

/** Asks for a sign of life. */
public record Ping() {}
