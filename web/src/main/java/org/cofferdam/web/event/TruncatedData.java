package org.cofferdam.web.event;

/** The data of {@code event: truncated}: the bytes behind {@code from} up to and including {@code to} are gone. */
record TruncatedData(long from, long to) {}
