package org.cofferdam.client;

import java.io.IOException;
import java.time.Duration;
import org.cofferdam.protocol.error.ErrorKind;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;

/** Sends a command's standard input while somebody else reads its events; a cut is mended by sending what had not arrived. */
final class StdinRest implements AutoCloseable {

    private final Route route;
    private final ProcessId process;
    private final String text;
    private final Backoff backoff;
    private volatile boolean closed;

    private StdinRest(Route route, Duration resumeWithin, ProcessId process, String text) {
        this.route = route;
        this.process = process;
        this.text = text;
        this.backoff = new Backoff(resumeWithin);
    }

    static StdinRest write(Route route, Duration resumeWithin, ProcessId process, String text) {
        StdinRest rest = new StdinRest(route, resumeWithin, process, text);
        Thread.ofVirtual().name("cofferdam-stdin").start(rest::run);
        return rest;
    }

    private void run() {
        try {
            boolean written = false;
            while (!closed && !written) {
                written = tryToWrite();
            }
        } catch (ConnectionException | SandboxException e) {
            // The process has ended, or whoever reads its events finds the same and says so
        }
    }

    private boolean tryToWrite() {
        try {
            route.writeStdin(process, text);
            return true;
        } catch (IOException e) {
            backoff.pause(e);
        } catch (SandboxException e) {
            if (e.code().kind() != ErrorKind.EXTERNAL) {
                throw e;
            }
            backoff.pause(new IOException(e.detail(), e));
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
