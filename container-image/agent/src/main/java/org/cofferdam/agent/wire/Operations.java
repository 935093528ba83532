package org.cofferdam.agent.wire;

import java.io.IOException;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.session.Sessions;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.terminal.Terminal;
import org.cofferdam.agent.terminal.Terminals;
import org.cofferdam.protocol.code.ContextRequest;
import org.cofferdam.protocol.code.RunRequest;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.port.PortRequest;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.sandbox.AgentSettings;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.session.SessionList;
import org.cofferdam.protocol.session.SessionRequest;
import org.cofferdam.protocol.terminal.TerminalList;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Operation;

/** Carries out one request after another. */
final class Operations {

    private final Boot boot;
    private final Configuration configuration;
    private final ProcessOperations processes;
    private final FileOperations files;
    private final WatchOperations watches;
    private final Sessions sessions;
    private final Terminals terminals;
    private final PortOperations ports;
    private final CodeOperations code;

    Operations(
            Boot boot,
            Configuration configuration,
            ProcessOperations processes,
            FileOperations files,
            WatchOperations watches,
            Sessions sessions,
            Terminals terminals,
            PortOperations ports,
            CodeOperations code) {
        this.boot = boot;
        this.configuration = configuration;
        this.processes = processes;
        this.files = files;
        this.watches = watches;
        this.sessions = sessions;
        this.terminals = terminals;
        this.ports = ports;
        this.code = code;
    }

    /** @param request a REQUEST frame's payload */
    void carryOut(Connection connection, byte[] request) throws IOException {
        Operation operation = request.length == 0 ? null : Operation.of(request[0]);
        if (operation == null) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "No such operation");
        }
        Object asked = Json.read(request, 1, operation.requestType());
        connection.send(FrameKind.REPLY, answer(connection, operation, asked));
    }

    private Object answer(Connection connection, Operation operation, Object asked) throws IOException {
        return switch (operation) {
            case PING -> new Pong(boot.id(), boot.uptimeMillis(), boot.version());
            case CONFIGURE -> {
                configuration.configure((AgentSettings) asked);
                yield new Done();
            }
            case EXEC -> processes.exec(connection, (ProcessSpec) asked);
            case PROCESS_START -> processes.start((ProcessSpec) asked);
            case PROCESS_ATTACH -> processes.attach(connection, (ProcessRequest.Attach) asked);
            case PROCESS_LIST -> processes.list();
            case PROCESS_GET -> processes.get((ProcessRequest.Get) asked);
            case PROCESS_KILL -> processes.kill(connection, (ProcessRequest.Kill) asked);
            case PROCESS_KILL_ALL -> processes.killAll(connection, (ProcessRequest.KillAll) asked);
            case PROCESS_SIGNAL -> processes.signal((ProcessRequest.SendSignal) asked);
            case PROCESS_STDIN -> processes.stdin(connection, (ProcessRequest.Stdin) asked);
            case PROCESS_WAIT -> processes.await(connection, (ProcessRequest.Wait) asked);
            case FILE_LIST -> files.list(connection, (FileRequest.List) asked);
            case FILE_STAT -> files.stat((FileRequest.Stat) asked);
            case FILE_READ -> files.read(connection, (FileRequest.Read) asked);
            case FILE_WRITE -> files.write(connection, (FileRequest.Write) asked);
            case FILE_DELETE -> files.delete((FileRequest.Delete) asked);
            case FILE_MKDIR -> files.mkdir((FileRequest.Mkdir) asked);
            case FILE_MOVE -> files.move((FileRequest.Move) asked);
            case FILE_WATCH -> watches.follow(connection, (WatchRequest.Follow) asked);
            case FILE_CHANGES -> watches.changes((WatchRequest.Changes) asked);
            case FILE_COPY -> files.copy((FileRequest.Copy) asked);
            case FILE_PACK -> files.pack(connection, (FileRequest.Pack) asked);
            case FILE_UNPACK -> files.unpack(connection, (FileRequest.Unpack) asked);
            case PORT_CONNECT -> ports.connect(connection, (PortRequest.Connect) asked);
            case PORT_LISTENING -> ports.listening();
            case FILE_SEARCH -> files.search(connection, (SearchRequest.Find) asked);
            case FILE_REPLACE -> files.replace(connection, (SearchRequest.Replace) asked);
            case CONTEXT_CREATE -> code.create((ContextRequest.Create) asked);
            case CONTEXT_LIST -> code.list();
            case CONTEXT_GET -> code.get((ContextRequest.Get) asked);
            case CONTEXT_DELETE -> code.delete((ContextRequest.Delete) asked);
            case CONTEXT_RESTART -> code.restart((ContextRequest.Restart) asked);
            case CONTEXT_INTERRUPT -> code.interrupt((ContextRequest.Interrupt) asked);
            case CODE_RUN -> code.run(connection, (RunSpec) asked);
            case CODE_ATTACH -> code.attach(connection, (RunRequest.Attach) asked);
            case SESSION_CREATE -> sessions.create(((SessionRequest.Create) asked).spec());
            case SESSION_LIST -> new SessionList(sessions.list());
            case SESSION_GET -> sessions.get(((SessionRequest.Get) asked).id());
            case SESSION_DELETE -> {
                sessions.delete(((SessionRequest.Delete) asked).id());
                yield new Done();
            }
            case TERMINAL_OPEN ->
                terminals.open(((TerminalRequest.Open) asked).spec()).info();
            case TERMINAL_ATTACH -> {
                TerminalRequest.Attach attach = (TerminalRequest.Attach) asked;
                yield new TerminalView(connection, terminals.require(attach.id()), attach).show(attach.after());
            }
            case TERMINAL_LIST ->
                new TerminalList(terminals.list().stream().map(Terminal::info).toList());
            case TERMINAL_RESIZE -> {
                TerminalRequest.Resize resize = (TerminalRequest.Resize) asked;
                Terminal terminal = terminals.require(resize.id());
                terminal.resize(resize.size());
                yield terminal.info();
            }
            case TERMINAL_GET ->
                terminals.require(((TerminalRequest.Get) asked).id()).info();
        };
    }
}
