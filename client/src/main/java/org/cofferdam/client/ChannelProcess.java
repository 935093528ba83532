package org.cofferdam.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.StdinPosition;

/**
 * A process of a sandbox, reached over a {@link Channel}. For any number of threads. Methods throw {@link SandboxException} with {@code
 * PROCESS_NOT_FOUND} when the sandbox does not know it, and {@link ConnectionException} when a cut could not be mended in time.
 */
public final class ChannelProcess {

    static final long UNKNOWN = -1;

    private final Channel channel;
    private final ProcessId id;
    private final ReentrantLock writer = new ReentrantLock(true);
    /** How much standard input was sent; guarded by the writer's lock. */
    private long sent;

    ChannelProcess(Channel channel, ProcessId id, long sent) {
        this.channel = channel;
        this.id = id;
        this.sent = sent;
    }

    public ProcessId id() {
        return id;
    }

    /** The same process by requests of their own: to wait for it, or for its logs. */
    public SandboxProcess process() {
        return channel.streams().process(id);
    }

    /** As {@link SandboxProcess#events()}. */
    public ExecStream events() {
        return events(EventSource.NOTHING);
    }

    /** As {@link SandboxProcess#events(long)}. */
    public ExecStream events(long after) {
        return channel.streams().follow(channel.route(), id, after);
    }

    /** As {@link #writeStdin(byte[])}, in UTF-8. */
    public void writeStdin(String text) {
        writeStdin(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes to its standard input; returns when all of it is in the pipe. What was on its way when the connection was cut is sent again, and
     * arrives once. That needs one writer: use one object for a process, and no other way beside it.
     *
     * @throws SandboxException {@code PROCESS_ENDED}; {@code INVALID_VALUE} when it was not started with an open standard input
     * @throws IllegalStateException when somebody else writes to it at the same time: then a part of the bytes is missing
     */
    public void writeStdin(byte[] bytes) {
        write(bytes, false);
    }

    /** Ends its standard input. */
    public void closeStdin() {
        write(new byte[0], true);
    }

    private void write(byte[] bytes, boolean close) {
        writer.lock();
        try {
            long offset = sent == UNKNOWN ? reached() : sent;
            sent = UNKNOWN; // unless all goes well
            int done = 0;
            do {
                int to = Math.min(bytes.length, done + ChannelRoute.INPUT_BYTES);
                byte[] part = Arrays.copyOfRange(bytes, done, to);
                writePart(offset + done, part, close && to == bytes.length);
                done = to;
            } while (done < bytes.length);
            sent = offset + done;
        } finally {
            writer.unlock();
        }
    }

    private void writePart(long offset, byte[] part, boolean close) {
        Repetition.of(
                sinceFirst -> {
                    StdinPosition reached = channel.route().writeStdin(id, offset, part, close);
                    if (sinceFirst.isZero() && reached.skipped() > 0) {
                        throw new IllegalStateException("Somebody else writes to process " + id);
                    }
                    return reached;
                },
                channel.resumeWithin(),
                channel.route());
    }

    /** Where its standard input stands. */
    private long reached() {
        JsonNode done = ask("stdin", ChannelRoute.ofProcess(id));
        return done.get("position").asLong();
    }

    /**
     * Sends its process group a signal, and does nothing more.
     *
     * @throws SandboxException {@code PROCESS_ENDED}
     * @throws ConnectionException also when the connection was cut before the answer: whether the signal was sent is not known then
     */
    public void signal(Signal signal) {
        ObjectNode members = ChannelRoute.ofProcess(id).put("signal", signal.name());
        try {
            channel.route().ask("signal", members);
        } catch (IOException e) {
            throw channel.route().failure(e);
        }
    }

    /** As {@link SandboxProcess#kill()}. */
    public ProcessInfo kill() {
        return kill(Signal.KILL, Duration.ZERO);
    }

    /** As {@link SandboxProcess#kill(Signal, Duration)}. */
    public ProcessInfo kill(Signal signal, Duration grace) {
        ObjectNode members =
                ChannelRoute.ofProcess(id).put("signal", signal.name()).put("graceMillis", grace.toMillis());
        try {
            return Transport.JSON.treeToValue(ask("kill", members).get("process"), ProcessInfo.class);
        } catch (JsonProcessingException e) {
            throw channel.route().failure(e);
        }
    }

    /** For what does no harm when it is done twice. */
    private JsonNode ask(String op, ObjectNode members) {
        return Repetition.of(_ -> channel.route().ask(op, members), channel.resumeWithin(), channel.route());
    }

    @Override
    public String toString() {
        return "ChannelProcess[" + channel.streams().sandbox() + "/" + id + "]";
    }
}
