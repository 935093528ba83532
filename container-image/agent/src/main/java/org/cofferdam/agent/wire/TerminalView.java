package org.cofferdam.agent.wire;

import java.lang.foreign.MemorySegment;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.log.LogReader;
import org.cofferdam.agent.log.LogReader.Outcome;
import org.cofferdam.agent.log.LogSink;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.StdinPipe;
import org.cofferdam.agent.terminal.Terminal;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.wire.FrameKind;
import org.jspecify.annotations.Nullable;

/** One connection's view of a terminal: what it prints to the server, and the server's DATA and sizes to it, at the same time. */
final class TerminalView implements LogSink {

    private static final long NO_GAP = -1;

    private final Connection connection;
    private final Terminal terminal;
    private final AgentProcess process;
    private final boolean readOnly;
    private @Nullable TerminalSize own;
    private TerminalSize shown;
    private long gapFrom;
    private long gapTo = NO_GAP;

    TerminalView(Connection connection, Terminal terminal, TerminalRequest.Attach request) {
        this.connection = connection;
        this.terminal = terminal;
        this.process = terminal.process();
        this.readOnly = request.readOnly();
        this.own = readOnly ? null : request.size();
        this.shown = terminal.size();
    }

    /** Shows all that comes up to the end, which is the reply. */
    ProcessEvent.Complete show(@Nullable Long after) throws ConnectionClosedException {
        StdinPipe input = readOnly ? null : terminal.input();
        terminal.enter(connection.wake());
        try {
            if (input == null) {
                show(after, null);
            } else {
                connection.expectData();
                try (StdinFeed feed = new StdinFeed(connection, input, false, 0)) {
                    feed.listen(this::active, this::resized);
                    showAndType(after, feed);
                }
            }
        } finally {
            terminal.leave(connection.wake());
        }
        return process.completeEvent();
    }

    /** What a viewer typed last arrives also when he has gone, as far as the terminal takes it at once. */
    private void showAndType(@Nullable Long after, StdinFeed feed) throws ConnectionClosedException {
        try {
            show(after, feed);
        } catch (ConnectionClosedException e) {
            feed.advance();
            throw e;
        }
    }

    private void resized(byte[] json) {
        own = Json.read(json, 0, TerminalSize.class);
        active();
    }

    /** This viewer is the last who did something. */
    private void active() {
        if (own != null) {
            terminal.resize(own);
        }
    }

    private void show(@Nullable Long after, @Nullable StdinFeed feed) throws ConnectionClosedException {
        active();
        shown = terminal.size();
        long live = process.log().end();
        Terminal.Begin begin = terminal.begin(after);
        connection.send(
                FrameKind.EVENT,
                new TerminalEvent.Ready(
                        process.id(),
                        begin.position(),
                        live,
                        begin.restore(),
                        begin.truncated(),
                        shown.cols(),
                        shown.rows()));
        while (begin != null) {
            try (LogReader reader = process.log().open(begin.position(), !readOnly, connection.wake())) {
                begin = follow(reader, feed);
            }
        }
    }

    /** Where to go on when this viewer was too slow; null at the end. */
    private Terminal.@Nullable Begin follow(LogReader reader, @Nullable StdinFeed feed)
            throws ConnectionClosedException {
        while (true) {
            if (feed != null) {
                feed.advance();
            }
            showSize();
            Outcome outcome = reader.read(this);
            if (gapTo != NO_GAP) {
                Terminal.Begin next = terminal.beginBehind(gapFrom, gapTo);
                connection.send(FrameKind.EVENT, new TerminalEvent.Skipped(gapFrom, next.position(), next.restore()));
                gapTo = NO_GAP;
                return next;
            }
            if (outcome == Outcome.END) {
                return null;
            }
            connection.flushSome();
            boolean unsent = !connection.output().isEmpty();
            if (outcome == Outcome.NOTHING || unsent) {
                connection.await(feed != null && feed.wantsInput(), unsent, feed == null ? null : feed.blockedOn(), -1);
            }
        }
    }

    private void showSize() {
        TerminalSize now = terminal.size();
        if (!now.equals(shown)) {
            shown = now;
            connection.send(FrameKind.EVENT, new TerminalEvent.Resized(now.cols(), now.rows()));
        }
    }

    @Override
    public int room() {
        return gapTo == NO_GAP ? connection.output().room() : 0;
    }

    @Override
    public void output(int stream, long end, MemorySegment bytes, long offset, int length) {
        connection.output().output(stream, end, bytes, offset, length);
    }

    @Override
    public void truncated(long from, long to) {
        gapFrom = from;
        gapTo = to;
    }
}
