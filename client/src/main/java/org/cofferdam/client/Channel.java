package org.cofferdam.client;

import java.time.Duration;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessSpec;

/**
 * Many commands of one sandbox at once over one WebSocket: the quickest way for one who runs many, and the one for who types into what he
 * follows.
 *
 * {@snippet :
 * try (Channel channel = sandbox.channel()) {
 *     ChannelProcess python = channel.start(Command.of("python3 -iq").openStdin());
 *     ExecStream events = python.events();
 *     python.writeStdin("6 * 7\n");
 *     CommandResult beside = channel.exec("ls");
 * }
 * }
 *
 * <p>It connects with its first use, and again by itself after a cut: streams go on behind their last position, as in {@link ExecStream};
 * standard input that was on its way is neither lost nor doubled; a command that was on its way runs once. Of each stream at most 1 MiB of
 * output is ahead of its reader: a slow one holds back its own process and nothing else, and nothing is dropped.
 *
 * <p>For any number of threads. An open channel does not keep its sandbox awake; what runs over it does.
 */
public final class Channel implements AutoCloseable {

    private final CommandStreams streams;
    private final ChannelLink link;
    private final ChannelRoute route;

    Channel(CommandStreams streams) {
        this.streams = streams;
        this.link = new ChannelLink(streams.transport(), streams.sandbox());
        this.route = new ChannelRoute(streams.transport(), link);
    }

    /** As {@link #exec(Command)}, for shell text. */
    public CommandResult exec(String command) {
        return exec(Command.of(command));
    }

    /** As {@link Sandbox#exec(Command)}; name a session by {@link Command#session}. */
    public CommandResult exec(Command command) {
        try (ExecStream stream = execStream(command)) {
            return stream.result();
        }
    }

    /** As {@link #execStream(Command)}, for shell text. */
    public ExecStream execStream(String command) {
        return execStream(Command.of(command));
    }

    /** As {@link Sandbox#execStream(Command)}; what the server refuses is thrown by the stream's first event. */
    public ExecStream execStream(Command command) {
        return streams.open(route, command, command.toExec());
    }

    /** As {@link #start(Command)}, for shell text. */
    public ChannelProcess start(String command) {
        return start(Command.of(command));
    }

    /**
     * Starts a background process.
     *
     * @throws SandboxException also {@code PROCESS_EXISTS}; {@code PROCESS_LOST} when after a cut nobody can tell whether it ran
     */
    public ChannelProcess start(Command command) {
        ProcessSpec spec = command.toProcess();
        ProcessInfo info =
                Repetition.of(sinceFirst -> route.start(Repetition.sent(spec, sinceFirst)), resumeWithin(), route);
        return new ChannelProcess(this, info.id(), 0);
    }

    /** A process by its id, which is not looked up. */
    public ChannelProcess process(String processId) {
        return new ChannelProcess(this, new ProcessId(processId), ChannelProcess.UNKNOWN);
    }

    ChannelRoute route() {
        return route;
    }

    CommandStreams streams() {
        return streams;
    }

    Duration resumeWithin() {
        return streams.transport().settings().resumeWithin();
    }

    /** Ends its connection; streams that are open fail. Processes are left alone. */
    @Override
    public void close() {
        link.close();
    }

    @Override
    public String toString() {
        return "Channel[" + streams.sandbox() + "]";
    }
}
