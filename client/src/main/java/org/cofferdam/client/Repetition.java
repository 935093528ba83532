package org.cofferdam.client;

import java.io.IOException;
import java.time.Duration;
import org.cofferdam.protocol.error.ErrorKind;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessSpec;

/** A request that is sent again when its answer did not come, for sending it twice does no more than sending it once. */
final class Repetition {

    /** Sends it and waits for the answer. */
    interface Attempt<A> {

        /**
         * @param sinceFirst how long ago it was sent first, zero the first time
         * @throws IOException when there was no answer
         */
        A send(Duration sinceFirst) throws IOException;
    }

    private Repetition() {}

    /**
     * @throws SandboxException what the server answered
     * @throws ConnectionException when it could not be sent at all, or no answer came in time
     */
    static <A> A of(Attempt<A> attempt, Duration limit, Route route) {
        Backoff backoff = new Backoff(limit);
        long firstSent = System.nanoTime();
        boolean again = false;
        while (true) {
            try {
                return attempt.send(again ? Duration.ofNanos(System.nanoTime() - firstSent) : Duration.ZERO);
            } catch (IOException e) {
                if (!again && Transport.nothingSent(e)) {
                    throw route.failure(e);
                }
                backoff.pause(e);
            } catch (SandboxException e) {
                if (!again || e.code().kind() != ErrorKind.EXTERNAL) {
                    throw e;
                }
                backoff.pause(new IOException(e.detail(), e));
            }
            again = true;
        }
    }

    /** A start of a process. */
    static ProcessSpec sent(ProcessSpec spec, Duration sinceFirst) {
        return sinceFirst.isZero() ? spec : spec.repeated(sinceFirst);
    }
}
