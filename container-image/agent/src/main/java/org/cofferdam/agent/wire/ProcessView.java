package org.cofferdam.agent.wire;

import org.cofferdam.agent.log.LogReader;
import org.cofferdam.agent.log.LogReader.Outcome;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.wire.FrameKind;
import org.jspecify.annotations.Nullable;

/** One connection's view of a process: its events to the server, and the server's DATA to its standard input, at the same time. */
final class ProcessView {

    /** How long the start event may wait so that it leaves together with the first output or the end. */
    private static final long START_DELAY_MILLIS = 3;

    private final Connection connection;
    private final AgentProcess process;
    private final @Nullable StdinFeed stdin;

    /** @param stdin what becomes of the request's DATA, or null when there is none */
    ProcessView(Connection connection, AgentProcess process, @Nullable StdinFeed stdin) {
        this.connection = connection;
        this.process = process;
        this.stdin = stdin;
    }

    /**
     * Shows all events up to the end, which is the reply.
     *
     * @param after position of the last byte already seen; null for none, the start event included
     */
    ProcessEvent.Complete show(@Nullable Long after, boolean lossless) throws ConnectionClosedException {
        try (LogReader reader = process.log().open(after == null ? 0 : after, lossless, connection.wake())) {
            boolean fresh = after == null;
            if (fresh) {
                awaitBegin();
                connection.send(FrameKind.EVENT, process.startEvent());
            }
            while (step(reader, fresh)) {
                fresh = false;
            }
        }
        return process.completeEvent();
    }

    private void awaitBegin() throws ConnectionClosedException {
        process.onBegin(connection.wake());
        while (process.status() == ProcessStatus.QUEUED) {
            connection.await(false, false, null, -1);
        }
    }

    /** One turn: take what there is, send what goes, wait for more. False when there is no more. */
    private boolean step(LogReader reader, boolean fresh) throws ConnectionClosedException {
        if (stdin != null) {
            stdin.advance();
        }
        Outcome outcome = reader.read(connection.output());
        if (outcome == Outcome.END) {
            return false;
        }
        boolean delay = fresh && outcome == Outcome.NOTHING && reader.position() == 0;
        if (!delay) {
            connection.flushSome();
        }
        boolean unsent = !connection.output().isEmpty();
        if (outcome == Outcome.NOTHING || unsent) {
            connection.await(
                    stdin != null && stdin.wantsInput(),
                    unsent && !delay,
                    stdin == null ? null : stdin.blockedOn(),
                    delay ? START_DELAY_MILLIS : -1);
        }
        return true;
    }
}
