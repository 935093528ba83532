package org.cofferdam.tests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the server and the container engine, so that a test can take the engine away from one server and from nobody else.
 * An engine that was stopped refuses connections; one that hangs takes them and stays silent.
 */
public final class EngineProxy implements AutoCloseable {

    private final Path directory;
    private final Path path;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private @Nullable ServerSocketChannel listener;

    public EngineProxy() throws IOException {
        directory = Files.createTempDirectory("cofferdam-engine");
        path = directory.resolve("engine.sock");
        listen();
    }

    /** For {@code COFFERDAM_ENGINE_SOCKET}. */
    public String socket() {
        return "unix://" + path;
    }

    /** Cuts what is open and refuses what comes. */
    public void stop() throws IOException {
        ServerSocketChannel open = listener;
        if (open != null) {
            open.close();
            listener = null;
        }
        Files.deleteIfExists(path);
        cut();
    }

    /** Keeps what is open and takes what comes, but passes nothing on. */
    public void hang() {
        silent = true;
    }

    /** Works again. What hung is cut. */
    public void start() throws IOException {
        silent = false;
        cut();
        if (listener == null) {
            listen();
        }
    }

    private void listen() throws IOException {
        ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        opened.bind(UnixDomainSocketAddress.of(path));
        listener = opened;
        Thread.ofPlatform().daemon().start(() -> accept(opened));
    }

    private void cut() throws IOException {
        for (SocketChannel one : open) {
            one.close();
        }
    }

    private void accept(ServerSocketChannel from) {
        try {
            while (true) {
                SocketChannel client = from.accept();
                SocketChannel engine = SocketChannel.open(StandardProtocolFamily.UNIX);
                engine.connect(UnixDomainSocketAddress.of(Surroundings.engineSocket()));
                open.add(client);
                open.add(engine);
                Thread.ofPlatform().daemon().start(() -> copy(client, engine));
                Thread.ofPlatform().daemon().start(() -> copy(engine, client));
            }
        } catch (IOException e) {
            // Stopped
        }
    }

    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (!silent && buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException e) {
            // One end has gone; so does the other
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() {
        try {
            stop();
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
