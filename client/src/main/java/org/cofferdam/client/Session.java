package org.cofferdam.client;

import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;

/**
 * A persistent shell of a sandbox: working directory, variables, functions, aliases and options last from one command to the next.
 * Its commands run one at a time in order of arrival. A command that ends the shell says so ({@link CommandResult#sessionEnded()}),
 * and the next one finds a fresh shell.
 */
public final class Session {

    private final Transport transport;
    private final Commands commands;
    private final SessionId id;
    private final String path;
    private final SandboxFiles files;
    private final SandboxGit git;

    Session(Transport transport, Commands commands, String sandboxPath, SessionId id) {
        this.transport = transport;
        this.commands = commands;
        this.id = id;
        this.path = sandboxPath + "/sessions/" + id;
        this.files = new SandboxFiles(transport, sandboxPath, id);
        this.git = new SandboxGit(transport, sandboxPath, id);
    }

    public SessionId id() {
        return id;
    }

    /** @throws SandboxException {@code SESSION_NOT_FOUND} */
    public SessionInfo info() {
        return transport.call("GET", path).as(SessionInfo.class);
    }

    /** As {@link Sandbox#exec(String)}, in this session. */
    public CommandResult exec(String command) {
        return exec(Command.of(command));
    }

    /** As {@link Sandbox#exec(Command)}, in this session. */
    public CommandResult exec(Command command) {
        return commands.exec(command.session(id.value()));
    }

    /** As {@link Sandbox#execStream(Command)}, in this session. */
    public ExecStream execStream(Command command) {
        return commands.execStream(command.session(id.value()));
    }

    /** As {@link Sandbox#start(Command)}, with this session's variables and directory. */
    public SandboxProcess start(Command command) {
        return commands.start(command.session(id.value()));
    }

    /** The sandbox's files, with relative paths from this session's current directory. */
    public SandboxFiles files() {
        return files;
    }

    /** Git repositories, with relative paths from this session's current directory. */
    public SandboxGit git() {
        return git;
    }

    /** Ends the shell and all that runs in it. */
    public void delete() {
        transport.call("DELETE", path).run();
    }

    @Override
    public String toString() {
        return "Session[" + path + "]";
    }
}
