package org.cofferdam.client;

import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.environment.Environment;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.Killed;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessList;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionList;
import org.cofferdam.protocol.session.SessionSpec;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalList;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox: an isolated container with its files, processes and sessions. Only a name: holding one keeps nothing open, and it is for
 * any number of threads. A sandbox that sleeps is woken by its next use.
 *
 * <p>Methods throw {@link SandboxException}: {@code SANDBOX_NOT_FOUND} when it is gone, {@code SANDBOX_FAILED} when it cannot run (see
 * {@link SandboxInfo#failure()}; {@link #wake} tries again), {@code RUNTIME_UNAVAILABLE} or {@code BUSY} when trying later makes sense.
 */
public final class Sandbox {

    private final Transport transport;
    private final SandboxId id;
    private final String path;
    private final Commands commands;
    private final SandboxFiles files;
    private final SandboxPorts ports;
    private final SandboxGit git;

    Sandbox(Transport transport, SandboxId id, List<CommandListener> listeners) {
        this.transport = transport;
        this.id = id;
        this.path = "/sandboxes/" + id;
        this.commands = new Commands(transport, id, listeners);
        this.files = new SandboxFiles(transport, path, null);
        this.ports = new SandboxPorts(transport, path);
        this.git = new SandboxGit(transport, path, null);
    }

    public SandboxId id() {
        return id;
    }

    /** As it stands now; does not wake it. */
    public SandboxInfo info() {
        return transport.call("GET", path).as(SandboxInfo.class);
    }

    /** Changes its labels or the time until it sleeps. */
    public SandboxInfo update(SandboxPatch patch) {
        return transport.call("PATCH", path).json(patch).as(SandboxInfo.class);
    }

    /**
     * Runs shell text to its end.
     *
     * @return its status and output, also when it failed
     */
    public CommandResult exec(String command) {
        return exec(Command.of(command));
    }

    /**
     * Runs a command to its end. A cut connection is mended as in {@link ExecStream}, so that the command runs once and its result
     * is whole.
     *
     * @return its status and output, also when it failed
     * @throws SandboxException also {@code CWD_NOT_FOUND}, {@code USER_UNKNOWN}, {@code USER_NOT_ALLOWED}, {@code PROCESS_EXISTS}
     */
    public CommandResult exec(Command command) {
        return commands.exec(command);
    }

    /** As {@link #execStream(Command)}. */
    public ExecStream execStream(String command) {
        return execStream(Command.of(command));
    }

    /** Runs a command and gives its events as they happen. The caller closes the stream, which leaves the command running. */
    public ExecStream execStream(Command command) {
        return commands.execStream(command);
    }

    /** One connection for many commands at once, which the caller closes. Connects with its first use. */
    public Channel channel() {
        return new Channel(commands.streams());
    }

    /** As {@link #start(Command)}. */
    public SandboxProcess start(String command) {
        return start(Command.of(command));
    }

    /**
     * Starts a background process, once: when its answer does not come, the client asks again.
     *
     * @throws SandboxException also {@code PROCESS_EXISTS} when the id that the command names is taken; {@code PROCESS_LOST} when after a cut
     *     nobody can tell whether it ran
     */
    public SandboxProcess start(Command command) {
        return commands.start(command);
    }

    /** A process by its id, which is not looked up. */
    public SandboxProcess process(String processId) {
        return commands.process(new ProcessId(processId));
    }

    /** The processes that are running or still remembered, oldest first. */
    public List<ProcessInfo> processes() {
        return transport.call("GET", path + "/processes").as(ProcessList.class).items();
    }

    /**
     * Ends all processes at once.
     *
     * @return how many
     */
    public int killAll() {
        return transport
                .call("DELETE", path + "/processes")
                .query("signal", Signal.KILL)
                .query("graceMillis", 0)
                .as(Killed.class)
                .killed();
    }

    /** A session by its id, which is not looked up. Only the one called {@code default} is made by its first command. */
    public Session session(String sessionId) {
        return new Session(transport, commands, path, new SessionId(sessionId));
    }

    /** As {@link #createSession(SessionSpec)} with that id and the sandbox's own directory, variables and user. */
    public Session createSession(String sessionId) {
        return createSession(new SessionSpec(new SessionId(sessionId), null, null, null));
    }

    /**
     * Makes a session.
     *
     * @throws SandboxException also {@code SESSION_EXISTS}, {@code CWD_NOT_FOUND}, {@code USER_UNKNOWN}
     */
    public Session createSession(SessionSpec spec) {
        SessionInfo info = transport.call("POST", path + "/sessions").json(spec).as(SessionInfo.class);
        return new Session(transport, commands, path, info.id());
    }

    /** The sessions, oldest first. */
    public List<SessionInfo> sessions() {
        return transport.call("GET", path + "/sessions").as(SessionList.class).items();
    }

    /** As {@link #openTerminal(TerminalSpec)} with the user's shell and a size of 80 by 24. */
    public Terminal openTerminal() {
        return openTerminal(TerminalSpec.SHELL);
    }

    /**
     * Opens a terminal.
     *
     * @throws SandboxException also {@code PROCESS_EXISTS} for an id that is taken, {@code SESSION_NOT_FOUND}, {@code BUSY} for a session that
     *     runs a command, {@code QUOTA_EXCEEDED}, {@code CWD_NOT_FOUND}, {@code USER_UNKNOWN}
     */
    public Terminal openTerminal(TerminalSpec spec) {
        TerminalInfo info =
                transport.call("POST", path + "/terminals").json(spec).as(TerminalInfo.class);
        return terminal(info.id().value());
    }

    /** A terminal by its id, which is not looked up. */
    public Terminal terminal(String terminalId) {
        return new Terminal(transport, path, process(terminalId));
    }

    /** The terminals that are running or still remembered, oldest first. */
    public List<TerminalInfo> terminals() {
        return transport.call("GET", path + "/terminals").as(TerminalList.class).items();
    }

    /** Runs code in Python, or another language that the image has a kernel for. */
    public CodeInterpreter code() {
        return new CodeInterpreter(transport, path);
    }

    /** All that can be done with files. */
    public SandboxFiles files() {
        return files;
    }

    /** Its ports and their preview URLs. */
    public SandboxPorts ports() {
        return ports;
    }

    /** All that can be done with git repositories. */
    public SandboxGit git() {
        return git;
    }

    /** As {@link SandboxFiles#write(String, String)}. */
    public void writeFile(String file, String text) {
        files.write(file, text);
    }

    /** As {@link SandboxFiles#readText(String)}. */
    public String readFile(String file) {
        return files.readText(file);
    }

    /**
     * Merges variables into the sandbox's environment; commands that start from now on see them.
     *
     * @param variables null as a value unsets a variable
     */
    public void setEnv(Map<String, @Nullable String> variables) {
        Map<String, @Nullable String> valid = Environment.requireValid(variables);
        transport.call("PUT", path + "/env").json(valid).run();
    }

    /** Asks its agent for a sign of life; does not wake it. */
    public Pong ping() {
        return transport.call("GET", path + "/ping").as(Pong.class);
    }

    /** Ends its processes and keeps its files; its next use wakes it. */
    public SandboxInfo sleep() {
        return control("sleep");
    }

    /** Wakes it, or tries again to run one that has failed. */
    public SandboxInfo wake() {
        return control("wake");
    }

    /** Freezes its processes. */
    public SandboxInfo pause() {
        return control("pause");
    }

    /** Thaws its processes. */
    public SandboxInfo resume() {
        return control("resume");
    }

    /** Removes it with its files for good; one that is gone is fine. */
    public void destroy() {
        transport.call("DELETE", path).run();
    }

    private SandboxInfo control(String operation) {
        return transport.call("POST", path + "/" + operation).as(SandboxInfo.class);
    }

    @Override
    public String toString() {
        return "Sandbox[" + id + "]";
    }
}
