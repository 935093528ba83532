package org.cofferdam.client;

import java.time.Duration;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.jspecify.annotations.Nullable;

/**
 * A terminal of a sandbox: a process whose files are a pseudo-terminal. It outlives clients, connections and the server, and ends when
 * nobody has watched it for its idle time. Only a name: holding one costs nothing, and it is for any number of threads. Methods throw {@link
 * SandboxException} with {@code PROCESS_NOT_FOUND} when the sandbox does not know it.
 */
public final class Terminal {

    /** What a hang-up takes at most, and its answer. */
    private static final Duration HANGUP = Duration.ofSeconds(40);

    private final Transport transport;
    private final String sandboxPath;
    private final SandboxProcess process;
    private final String path;

    Terminal(Transport transport, String sandboxPath, SandboxProcess process) {
        this.transport = transport;
        this.sandboxPath = sandboxPath;
        this.process = process;
        this.path = sandboxPath + "/terminals/" + process.id();
    }

    public ProcessId id() {
        return process.id();
    }

    /** Its process: to wait for its end, to signal it, to find a line in what it printed. */
    public SandboxProcess process() {
        return process;
    }

    /** As it stands now. */
    public TerminalInfo info() {
        return transport.call("GET", path).as(TerminalInfo.class);
    }

    /**
     * Watches it and types into it, over a WebSocket; returns when it is shown. A replay of at most the last 256 KiB comes first.
     *
     * @param size that the program shall have while this viewer is the one who was active last; null leaves it as it is
     * @throws ConnectionException when the server cannot be reached
     */
    public TerminalConnection connect(@Nullable TerminalSize size, TerminalListener listener) {
        return TerminalConnection.open(new TerminalFeed(transport, this, size, null, false, listener));
    }

    /** As {@link #connect} for who has seen its output up to a position: exactly the rest follows, where it is still kept. */
    public TerminalConnection connect(@Nullable TerminalSize size, long after, TerminalListener listener) {
        return TerminalConnection.open(new TerminalFeed(transport, this, size, after, false, listener));
    }

    /** As {@link #connect} without being able to type: who only watches does not hold the program back when he is slow, but misses output. */
    public TerminalConnection watch(TerminalListener listener) {
        return TerminalConnection.open(new TerminalFeed(transport, this, null, null, true, listener));
    }

    /**
     * What it prints, on {@code stdout}, from a position on: at most the last 256 KiB and a little more are kept. The stream resumes by itself
     * when its connection is cut; it does not hold the program back.
     *
     * @param after position of the last byte seen; -1 for all that is kept
     */
    public ExecStream output(long after) {
        return process.events(after);
    }

    /**
     * Types; returns when the terminal has taken all of it, for which the program must read. A program that reads whole lines gets of each
     * at most 4095 bytes (termios(3)).
     *
     * @param keys as a terminal sends them: a carriage return for enter, {@code \u0003} for Ctrl-C
     */
    public void type(String keys) {
        process.writeStdin(keys);
    }

    /** As {@link #type(String)}. */
    public void type(byte[] keys) {
        process.writeStdin(keys);
    }

    /** Changes its size; the program gets {@link Signal#WINCH}. */
    public TerminalInfo resize(int cols, int rows) {
        return transport
                .call("POST", path + "/resize")
                .json(new TerminalSize(cols, rows))
                .as(TerminalInfo.class);
    }

    /** Hangs up: what runs in it gets HUP, and after some seconds KILL. */
    public TerminalInfo hangUp() {
        return transport.call("DELETE", path).within(HANGUP).as(TerminalInfo.class);
    }

    /** The handshake of a WebSocket that shows it. */
    Call socketCall() {
        return transport.call("GET", sandboxPath + "/terminal").query("id", id());
    }

    @Override
    public String toString() {
        return "Terminal[" + path + "]";
    }
}
