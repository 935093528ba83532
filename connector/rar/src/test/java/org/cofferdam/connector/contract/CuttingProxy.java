package org.cofferdam.connector.contract;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before an agent and cuts each connection after a random number of bytes. */
final class CuttingProxy implements AutoCloseable {

    final AtomicInteger cuts = new AtomicInteger();

    private final Path directory = Files.createTempDirectory("cut");
    private final UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
    private final SocketAddress agent;
    private final Random random;
    private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

    CuttingProxy(SocketAddress agent, long seed) throws IOException {
        this.agent = agent;
        this.random = new Random(seed);
        server.bind(address);
        Thread.ofVirtual().start(this::accept);
    }

    SocketAddress address() {
        return address;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel upstream = SocketChannel.open(agent);
                int bytes = 200 + random.nextInt(200_000);
                Thread.ofVirtual().start(() -> pump(client, upstream, Integer.MAX_VALUE));
                Thread.ofVirtual().start(() -> pump(upstream, client, bytes));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pump(SocketChannel from, SocketChannel to, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        int left = bytes;
        try (from;
                to) {
            while (left > 0 && from.read(buffer.clear().limit(Math.min(left, buffer.capacity()))) >= 0) {
                left -= buffer.flip().remaining();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            if (left == 0) {
                cuts.incrementAndGet();
            }
        } catch (IOException e) {
            // the other pump closed it
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(address.getPath());
        Files.delete(directory);
    }
}
