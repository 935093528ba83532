package org.cofferdam.agent.process;

import java.time.Instant;

/** What is to be done now and then: forget old processes, and give memory back when a busy time is over. */
final class Housekeeping implements Runnable {

    private final Processes processes;
    private long startedBefore;
    private long startedAtCollection;

    Housekeeping(Processes processes) {
        this.processes = processes;
    }

    @Override
    public void run() {
        processes.forgetOld(Instant.now());
        long started = processes.started();
        boolean quiet = started == startedBefore;
        startedBefore = started;
        if (quiet && started != startedAtCollection) {
            startedAtCollection = started;
            // The heap shrinks only when all of it is collected, which an agent that merely waits never comes to do.
            System.gc();
        }
    }
}
