package org.cofferdam.protocol.event;

/** Something that happened to what a client follows, other than to a process ({@link org.cofferdam.protocol.process.ProcessEvent}). */
public interface NumberedEvent {

    /** Not below zero and above that of the event before; a reader that saw it resumes behind it. */
    long number();

    /** What it is called among server-sent events, for example {@code create}. */
    String eventName();
}
