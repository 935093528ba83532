package org.cofferdam.agent.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.Sockets;

/** Accepts connections, each of which gets a thread. */
public final class Listener implements Runnable {

    private static final long ACCEPT_RETRY_NANOS = 100_000_000;

    private final int fd;
    private final boolean tcp;
    private final int port;
    private final Workers workers;
    private final Dialogue dialogue;

    private Listener(int fd, int port, Workers workers, Dialogue dialogue) {
        this.fd = fd;
        this.port = port;
        this.tcp = port > 0;
        this.workers = workers;
        this.dialogue = dialogue;
    }

    /** @param address {@code unix:/path} or {@code tcp:1.2.3.4:port} */
    static Listener open(String address, Workers workers, Dialogue dialogue) {
        if (address.startsWith("unix:")) {
            return new Listener(openUnix(address.substring(5)), 0, workers, dialogue);
        }
        if (address.startsWith("tcp:")) {
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            return new Listener(openTcp(address.substring(4)), port, workers, dialogue);
        }
        throw new IllegalArgumentException("Neither unix:/path nor tcp:address:port: " + address);
    }

    /** Made under another name and then renamed, so that who sees the socket can connect. */
    private static int openUnix(String path) {
        try {
            Files.deleteIfExists(Path.of(path));
            Files.deleteIfExists(Path.of(path + ".new"));
        } catch (IOException e) {
            throw new IllegalStateException("Cannot remove the old socket " + path, e);
        }
        int fd = Sockets.listenUnix(path + ".new");
        byte[] made = (path + ".new").getBytes(StandardCharsets.UTF_8);
        FileCalls.require("chmod", FileCalls.chmod(made, 0600));
        FileCalls.require("rename", FileCalls.rename(made, path.getBytes(StandardCharsets.UTF_8)));
        return fd;
    }

    private static int openTcp(String address) {
        int colon = address.lastIndexOf(':');
        try {
            byte[] ip = InetAddress.ofLiteral(address.substring(0, colon)).getAddress();
            return Sockets.listenTcp(ip, Integer.parseInt(address.substring(colon + 1)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("Not an IPv4 address and port: " + address, e);
        }
    }

    /** Of TCP; 0 on a Unix socket. */
    int port() {
        return port;
    }

    @Override
    public void run() {
        while (true) {
            int accepted = Sockets.accept(fd);
            if (accepted < 0) {
                LockSupport.parkNanos(ACCEPT_RETRY_NANOS);
            } else {
                serve(accepted);
            }
        }
    }

    private void serve(int accepted) {
        if (tcp) {
            Sockets.noDelay(accepted);
        }
        try {
            workers.run(() -> {
                try (Connection connection = new Connection(accepted, Dialogue.HELLO_BYTES)) {
                    dialogue.hold(connection);
                }
            });
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            Descriptors.close(accepted);
        }
    }
}
