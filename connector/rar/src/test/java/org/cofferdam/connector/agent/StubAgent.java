package org.cofferdam.connector.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;

/**
 * An agent written by hand at the wire: its processes are scripts, its files a map, and its connections are cut where a test wants it.
 * Commands: {@code print SEED PIECES}, {@code hang}, {@code cat}.
 */
final class StubAgent implements AutoCloseable {

    static final String TOKEN = "secret";

    final Map<ProcessId, StubProcess> processes = new ConcurrentHashMap<>();
    private final Map<ProcessId, String> requestIds = new ConcurrentHashMap<>();
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final AtomicInteger connections = new AtomicInteger();
    final List<Operation> requests = new CopyOnWriteArrayList<>();

    /** How many frames a new connection carries to the server before it is cut. */
    volatile IntSupplier cutAfter = () -> Integer.MAX_VALUE;

    /** Requests of this kind are read and then lost together with their connection, this many times. */
    volatile @Nullable Operation lose;

    final AtomicInteger losses = new AtomicInteger();
    volatile String bootId = UUID.randomUUID().toString();

    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Path path;
    private volatile ServerSocketChannel server;

    StubAgent(Path path) throws IOException {
        this.path = path;
        this.server = listen();
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path);
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().start(() -> accept(listening));
        return listening;
    }

    private void accept(ServerSocketChannel listening) {
        try {
            while (true) {
                SocketChannel socket = listening.accept();
                open.add(socket);
                if (!listening.isOpen()) { // killed meanwhile
                    socket.close();
                }
                connections.incrementAndGet();
                Thread.ofVirtual().start(new StubConnection(this, socket, cutAfter.getAsInt()));
            }
        } catch (IOException e) {
            // closed
        }
    }

    void closed(SocketChannel socket) {
        open.remove(socket);
    }

    StubProcess start(ProcessSpec spec) {
        ProcessId id = Objects.requireNonNull(spec.id());
        StubProcess process = new StubProcess(id);
        if (processes.putIfAbsent(id, process) != null) {
            throw new SandboxException(ErrorCode.PROCESS_EXISTS, id + " exists");
        }
        requestIds.put(id, String.valueOf(spec.requestId()));
        return process;
    }

    /** What the same request has started before. */
    @Nullable StubProcess earlier(ProcessSpec spec) {
        ProcessId id = Objects.requireNonNull(spec.id());
        return Objects.equals(requestIds.get(id), spec.requestId()) ? processes.get(id) : null;
    }

    StubProcess require(ProcessId id) {
        StubProcess process = processes.get(id);
        if (process == null) {
            throw new SandboxException(ErrorCode.PROCESS_NOT_FOUND, id + " is unknown");
        }
        return process;
    }

    void write(String name, ByteArrayOutputStream bytes) {
        files.put(name, bytes.toByteArray());
    }

    /** Cuts all connections: when this returns the peer can see it, while a close may wait for a reading thread to leave. */
    void cut() {
        for (SocketChannel socket : open) {
            try {
                socket.shutdownOutput();
                socket.close();
            } catch (ClosedChannelException e) {
                // cut already
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** As a kill would: the socket's file stays behind. */
    void kill() throws IOException {
        server.close();
        cut();
    }

    /** As a restart of its container would. */
    void restart() throws IOException {
        kill();
        processes.clear();
        bootId = UUID.randomUUID().toString();
        Files.delete(path);
        server = listen();
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
