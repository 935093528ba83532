package org.cofferdam.ejb.sandbox;

import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.connector.EventSource;
import org.cofferdam.connector.FileDownload;
import org.cofferdam.connector.PortConnection;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.connector.TerminalStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.event.NumberedEvent;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.StdinPosition;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** The link to the agent of a container in memory: lives as long as that boot of the container, and takes settings. */
final class MemoryAgent implements AgentLink {

    private final MemoryPlatform platform;
    private final MemoryPlatform.Container container;
    private final int boot;
    boolean closed;

    MemoryAgent(MemoryPlatform platform, MemoryPlatform.Container container) {
        this.platform = platform;
        this.container = container;
        this.boot = container.boots;
    }

    @Override
    public Welcome await(Duration deadline) {
        if (platform.agentsSilent || container.status != ContainerStatus.RUNNING) {
            throw new SandboxException(ErrorCode.START_TIMEOUT, "The agent does not answer");
        }
        return new Welcome(1, "boot-" + boot, "0", false);
    }

    @Override
    public boolean alive() {
        return !closed
                && container.boots == boot
                && container.status != ContainerStatus.STOPPED
                && platform.containers.containsValue(container);
    }

    @Override
    public <R> R call(Operation operation, Object request, Class<R> replyType, Duration deadline) {
        if (operation != Operation.CONFIGURE || !alive() || container.status == ContainerStatus.PAUSED) {
            throw new SandboxException(ErrorCode.AGENT_LOST, "The agent does not answer");
        }
        container.configured++;
        return replyType.cast(new Done());
    }

    @Override
    public PortConnection connectPort(int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public ProcessStream exec(ProcessSpec spec, @Nullable InputStream stdin) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ProcessStream attach(ProcessRequest.Attach request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TerminalStream terminal(TerminalRequest.Attach request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <E extends NumberedEvent> AgentEvents<E> events(EventSource<E> source) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StdinPosition stdin(ProcessRequest.Stdin request, InputStream bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <R> R gather(Operation operation, Object request, Consumer<byte[]> parts, Class<R> replyType) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileDownload read(FileRequest.Read request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileInfo write(FileRequest.Write request, InputStream bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream pack(FileRequest.Pack request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ArchiveInfo unpack(FileRequest.Unpack request, InputStream archive) {
        throw new UnsupportedOperationException();
    }
}
