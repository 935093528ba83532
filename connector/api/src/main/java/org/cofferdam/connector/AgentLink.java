package org.cofferdam.connector;

import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.cofferdam.protocol.event.NumberedEvent;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.StdinPosition;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox's agent. For any number of threads; each operation takes a connection of its own from a small pool, so that none waits
 * for another. Failures are {@link org.cofferdam.protocol.error.SandboxException}: the agent's own codes, or {@code agent-lost} when the
 * connection broke or the deadline passed.
 */
public interface AgentLink extends AutoCloseable {

    /**
     * Waits until the agent answers, as after a start.
     *
     * @throws org.cofferdam.protocol.error.SandboxException {@code start-timeout} when the deadline passes
     */
    Welcome await(Duration deadline);

    /**
     * Whether the agent is there as far as is known, without asking it: false as soon as the lifeline, a connection that is held open
     * after {@link #await}, has broken. A link that is not alive never becomes so again: close it and make another.
     */
    boolean alive();

    /**
     * One question, one answer.
     *
     * @param replyType {@link Operation#replyType()}
     */
    <R> R call(Operation operation, Object request, Class<R> replyType, Duration deadline);

    /**
     * Starts a process and follows it; when this throws {@code agent-lost} the process may or may not have been started.
     *
     * @param stdin fed to the process while it runs, then closed; null for none
     */
    ProcessStream exec(ProcessSpec spec, @Nullable InputStream stdin);

    /** Follows a process that exists. */
    ProcessStream attach(ProcessRequest.Attach request);

    /** Watches a terminal, and types into it; what the agent refuses the first {@link TerminalStream#next} tells. */
    TerminalStream terminal(TerminalRequest.Attach request);

    /**
     * Follows something else than a process. A connection that breaks before the first event is {@code agent-lost}: whether the agent
     * got the request is not known then.
     */
    <E extends NumberedEvent> AgentEvents<E> events(EventSource<E> source);

    /** Writes to a process's standard input; returns when all of it is in the pipe. An interrupt of the caller's thread ends it before. */
    StdinPosition stdin(ProcessRequest.Stdin request, InputStream bytes);

    /**
     * One question whose answer comes in parts, which are given on one by one.
     *
     * @param parts takes the JSON of the EVENT frames as the agent wrote it: a record whose one member is {@code items}
     * @param replyType {@link Operation#replyType()}
     */
    <R> R gather(Operation operation, Object request, Consumer<byte[]> parts, Class<R> replyType);

    FileDownload read(FileRequest.Read request);

    /** Writes a file; when {@code bytes} fails the old file stays. */
    FileInfo write(FileRequest.Write request, InputStream bytes);

    /**
     * A file or directory as an archive; reading fails with an {@link java.io.IOException} when the agent does before the end. The caller
     * closes it.
     */
    InputStream pack(FileRequest.Pack request);

    /** Unpacks an archive; when {@code archive} fails everything stays as it was. */
    ArchiveInfo unpack(FileRequest.Unpack request, InputStream archive);

    /**
     * Connects to a port of the sandbox's own loopback; the caller closes the connection.
     *
     * @throws org.cofferdam.protocol.error.SandboxException {@code port-not-listening}
     */
    PortConnection connectPort(int port);

    /** Closes all connections; operations under way end with {@code agent-lost} or {@code lost}. */
    @Override
    void close();
}
