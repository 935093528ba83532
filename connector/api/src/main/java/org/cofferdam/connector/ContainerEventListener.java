package org.cofferdam.connector;

/** The message listener of the resource adapter: a message-driven bean implements it. */
public interface ContainerEventListener {

    /** Called on a thread of the adapter's; one event of a container at a time, in order. */
    void onEvent(ContainerEvent event);

    /** The watch was cut and is connected again: events may have been missed, so look for yourself. */
    void onResync();
}
