package org.cofferdam.connector.docker;

/** Looks out for news in a loop, on the thread that runs it, until it is stopped. */
public interface Watch extends Runnable {

    /** Ends the loop soon; from any thread, at any time, also before it runs. */
    void stop();
}
