package org.cofferdam.agent.wire;

import org.cofferdam.agent.log.LinePattern;
import org.cofferdam.agent.log.LineSearch;
import org.cofferdam.agent.log.LogReader;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.WaitResult;
import org.cofferdam.protocol.process.WaitSpec;

/** One wait for something that a process does. It ends with the connection, too. */
final class WaitOperation {

    /** Nothing tells when a port is opened, so it is tried, ever less often. */
    private static final long FIRST_PROBE_MILLIS = 10;

    private static final long LAST_PROBE_MILLIS = 100;

    private final Connection connection;
    private final AgentProcess process;
    private final long deadline;

    WaitOperation(Connection connection, AgentProcess process, long timeoutMillis) {
        this.connection = connection;
        this.process = process;
        this.deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    }

    WaitResult run(WaitSpec spec) throws ConnectionClosedException {
        Runnable wake = connection.wake();
        process.onEnd(wake);
        try {
            if (spec.log() != null) {
                return log(spec.log());
            }
            return spec.port() != null ? port(spec.port()) : exit();
        } finally {
            process.removeOnEnd(wake);
        }
    }

    private WaitResult exit() throws ConnectionClosedException {
        while (!process.status().ended()) {
            await(Long.MAX_VALUE);
        }
        return new WaitResult(process.info(), null, null);
    }

    private WaitResult log(WaitSpec.Log log) throws ConnectionClosedException {
        LineSearch search =
                new LineSearch(log.regex() ? LinePattern.regex(log.pattern()) : LinePattern.text(log.pattern()));
        try (LogReader reader = process.log().open(0, false, connection.wake())) {
            while (true) {
                LogReader.Outcome outcome = reader.read(search);
                boolean end = outcome == LogReader.Outcome.END;
                if (outcome != LogReader.Outcome.FULL) {
                    search.pause(end);
                }
                if (search.found() != null) {
                    return new WaitResult(process.info(), search.found(), null);
                }
                if (end) {
                    throw ended("printed a line like that");
                }
                if (outcome == LogReader.Outcome.NOTHING) {
                    await(Long.MAX_VALUE);
                }
            }
        }
    }

    private WaitResult port(WaitSpec.Port port) throws ConnectionClosedException {
        PortProbe probe = new PortProbe(port);
        long pause = FIRST_PROBE_MILLIS;
        while (true) {
            boolean ended = process.status().ended();
            PortProbe.Answer answer = probe.ask();
            if (answer.good()) {
                return new WaitResult(process.info(), null, answer.status());
            }
            if (ended) {
                throw ended("served port " + port.port());
            }
            await(pause);
            pause = Math.min(pause * 2, LAST_PROBE_MILLIS);
        }
    }

    private void await(long mostMillis) throws ConnectionClosedException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SandboxException(ErrorCode.WAIT_TIMEOUT, "Process " + process.id() + " has not got there yet");
        }
        connection.await(false, false, null, Math.min(left, mostMillis));
    }

    private SandboxException ended(String whatItNever) {
        return new SandboxException(
                ErrorCode.PROCESS_ENDED, "Process " + process.id() + " ended and never " + whatItNever);
    }
}
