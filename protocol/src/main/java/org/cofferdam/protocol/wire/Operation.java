package org.cofferdam.protocol.wire;

import org.cofferdam.protocol.code.ContextInfo;
import org.cofferdam.protocol.code.ContextList;
import org.cofferdam.protocol.code.ContextRequest;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunRequest;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileChanges;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchSummary;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.port.ListeningPorts;
import org.cofferdam.protocol.port.PortRequest;
import org.cofferdam.protocol.process.Killed;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessList;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.StdinPosition;
import org.cofferdam.protocol.process.WaitResult;
import org.cofferdam.protocol.sandbox.AgentSettings;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionList;
import org.cofferdam.protocol.session.SessionRequest;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalList;
import org.cofferdam.protocol.terminal.TerminalRequest;

/** What a server can ask of an agent: the opcode of a REQUEST frame, and the records of its JSON and of the REPLY's. */
public enum Operation {
    PING(1, Ping.class, Pong.class),
    CONFIGURE(2, AgentSettings.class, Done.class),

    /**
     * Starts a process, or finds the one that the same request has started, and attaches to it losslessly. Where {@code stdin}, DATA up to END follow the request. Answers EVENT {@link
     * ProcessEvent.Start}, then OUTPUT and EVENT {@link ProcessEvent.Truncated}, then REPLY {@link ProcessEvent.Complete}.
     */
    EXEC(10, ProcessSpec.class, ProcessEvent.Complete.class),
    /** Starts a process and leaves it alone. */
    PROCESS_START(11, ProcessSpec.class, ProcessInfo.class),
    /** As {@link #EXEC} for a process that exists. */
    PROCESS_ATTACH(12, ProcessRequest.Attach.class, ProcessEvent.Complete.class),
    PROCESS_LIST(13, ProcessRequest.ListAll.class, ProcessList.class),
    PROCESS_GET(14, ProcessRequest.Get.class, ProcessInfo.class),
    PROCESS_KILL(15, ProcessRequest.Kill.class, ProcessInfo.class),
    PROCESS_KILL_ALL(16, ProcessRequest.KillAll.class, Killed.class),
    PROCESS_SIGNAL(17, ProcessRequest.SendSignal.class, ProcessInfo.class),
    /** DATA up to END follow the request. */
    PROCESS_STDIN(18, ProcessRequest.Stdin.class, StdinPosition.class),
    PROCESS_WAIT(19, ProcessRequest.Wait.class, WaitResult.class),

    SESSION_CREATE(30, SessionRequest.Create.class, SessionInfo.class),
    SESSION_LIST(31, SessionRequest.ListAll.class, SessionList.class),
    SESSION_GET(32, SessionRequest.Get.class, SessionInfo.class),
    SESSION_DELETE(33, SessionRequest.Delete.class, Done.class),

    /** Answers EVENT {@link org.cofferdam.protocol.file.FileList} as often as needed, then REPLY. */
    FILE_LIST(40, FileRequest.List.class, Done.class),
    FILE_STAT(41, FileRequest.Stat.class, FileInfo.class),
    /** Answers EVENT {@link FileInfo}, DATA, then REPLY: a connection that ends before the REPLY has not given the whole part. */
    FILE_READ(42, FileRequest.Read.class, Done.class),
    /** DATA up to END follow the request; without END the old file stays. */
    FILE_WRITE(43, FileRequest.Write.class, FileInfo.class),
    FILE_DELETE(44, FileRequest.Delete.class, Done.class),
    FILE_MKDIR(45, FileRequest.Mkdir.class, FileInfo.class),
    FILE_MOVE(46, FileRequest.Move.class, FileInfo.class),

    /** Answers EVENT {@link FileEvent}, a start first; then, when the directory itself goes, REPLY with that event. */
    FILE_WATCH(60, WatchRequest.Follow.class, FileEvent.class),
    FILE_CHANGES(61, WatchRequest.Changes.class, FileChanges.class),
    FILE_COPY(50, FileRequest.Copy.class, FileInfo.class),
    /** Answers DATA, then REPLY: a connection that ends before the REPLY has not given the whole archive. */
    FILE_PACK(51, FileRequest.Pack.class, ArchiveInfo.class),
    /** DATA up to END follow the request; without END everything stays as it was. */
    FILE_UNPACK(52, FileRequest.Unpack.class, ArchiveInfo.class),
    /** Answers EVENT {@link org.cofferdam.protocol.file.FileMatches} as often as needed, then REPLY. */
    FILE_SEARCH(53, SearchRequest.Find.class, SearchSummary.class),
    /** Answers EVENT {@link org.cofferdam.protocol.file.FileReplacements} as often as needed, then REPLY. */
    FILE_REPLACE(54, SearchRequest.Replace.class, SearchSummary.class),

    TERMINAL_OPEN(90, TerminalRequest.Open.class, TerminalInfo.class),
    /**
     * DATA and EVENT {@link org.cofferdam.protocol.terminal.TerminalSize} up to END follow the request. Answers EVENT {@link
     * org.cofferdam.protocol.terminal.TerminalEvent} and OUTPUT, then REPLY {@link ProcessEvent.Complete}.
     */
    TERMINAL_ATTACH(91, TerminalRequest.Attach.class, ProcessEvent.Complete.class),
    TERMINAL_LIST(92, TerminalRequest.ListAll.class, TerminalList.class),
    TERMINAL_GET(93, TerminalRequest.Get.class, TerminalInfo.class),
    TERMINAL_RESIZE(94, TerminalRequest.Resize.class, TerminalInfo.class),

    /**
     * Connects to a port inside. Behind the REPLY the connection is a tunnel and serves no more requests: from the server raw bytes up
     * to its half-close, from the agent DATA and at the port's own end END. A connection that ends without END was cut.
     */
    PORT_CONNECT(80, PortRequest.Connect.class, Done.class),
    PORT_LISTENING(81, PortRequest.Listening.class, ListeningPorts.class),

    CONTEXT_CREATE(70, ContextRequest.Create.class, ContextInfo.class),
    CONTEXT_LIST(71, ContextRequest.ListAll.class, ContextList.class),
    CONTEXT_GET(72, ContextRequest.Get.class, ContextInfo.class),
    CONTEXT_DELETE(73, ContextRequest.Delete.class, Done.class),
    CONTEXT_RESTART(74, ContextRequest.Restart.class, ContextInfo.class),
    CONTEXT_INTERRUPT(75, ContextRequest.Interrupt.class, ContextInfo.class),

    /** Runs code and follows it: EVENT {@link RunEvent} as often as needed, then REPLY {@link RunEvent.Complete}. */
    CODE_RUN(76, RunSpec.class, RunEvent.Complete.class),
    /** As {@link #CODE_RUN} for a run that exists. */
    CODE_ATTACH(77, RunRequest.Attach.class, RunEvent.Complete.class);

    private static final Operation[] BY_OPCODE = new Operation[256];

    static {
        for (Operation operation : values()) {
            BY_OPCODE[operation.opcode] = operation;
        }
    }

    private final int opcode;
    private final Class<?> requestType;
    private final Class<?> replyType;

    Operation(int opcode, Class<?> requestType, Class<?> replyType) {
        this.opcode = opcode;
        this.requestType = requestType;
        this.replyType = replyType;
    }

    public int opcode() {
        return opcode;
    }

    public Class<?> requestType() {
        return requestType;
    }

    public Class<?> replyType() {
        return replyType;
    }

    /** Null for an opcode that is none. */
    public static @org.jspecify.annotations.Nullable Operation of(int opcode) {
        return BY_OPCODE[opcode & 0xff];
    }
}
