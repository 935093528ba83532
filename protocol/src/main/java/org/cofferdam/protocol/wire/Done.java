package org.cofferdam.protocol.wire;

/** The answer of an operation that has nothing to say. */
public record Done() {}
