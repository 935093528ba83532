package org.cofferdam.client;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.cofferdam.protocol.error.ErrorKind;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/** A channel's sockets, one after the other: whoever finds that there is none makes the next, and the others wait for it. */
final class ChannelLink implements AutoCloseable {

    private final Transport transport;
    private final SandboxId sandbox;
    private final AtomicReference<@Nullable FutureTask<ChannelSocket>> current = new AtomicReference<>();
    private volatile boolean closed;

    ChannelLink(Transport transport, SandboxId sandbox) {
        this.transport = transport;
        this.sandbox = sandbox;
    }

    /**
     * The open socket.
     *
     * @throws IOException when there is none to be had now
     * @throws ConnectionException when the channel is closed
     */
    ChannelSocket socket() throws IOException {
        while (true) {
            requireOpen();
            FutureTask<ChannelSocket> seen = current.get();
            if (seen == null || isSpent(seen)) {
                FutureTask<ChannelSocket> next = new FutureTask<>(() -> ChannelSocket.open(transport, sandbox));
                if (current.compareAndSet(seen, next)) {
                    next.run();
                    return result(next);
                }
            } else {
                return result(seen);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new ConnectionException("The channel is closed", new IOException("Closed by its owner"));
        }
    }

    private static boolean isSpent(FutureTask<ChannelSocket> task) {
        return switch (task.state()) {
            case RUNNING -> false;
            case SUCCESS -> !task.resultNow().isOpen();
            case FAILED, CANCELLED -> true;
        };
    }

    private ChannelSocket result(FutureTask<ChannelSocket> task) throws IOException {
        try {
            ChannelSocket socket = task.get();
            if (closed) {
                socket.fail(new IOException("The channel is closed"));
            }
            return socket;
        } catch (InterruptedException e) {
            throw ConnectionException.ofInterrupt(e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static IOException failure(ExecutionException e) {
        return switch (e.getCause()) {
            case SandboxException refusal
            when refusal.code().kind() == ErrorKind.EXTERNAL -> new IOException(refusal.detail(), refusal);
            case SandboxException refusal -> throw refusal;
            case IOException cause -> cause;
            case null, default -> new IOException(e.getCause());
        };
    }

    @Override
    public void close() {
        closed = true;
        FutureTask<ChannelSocket> last = current.get();
        if (last != null && last.state() == Future.State.SUCCESS) {
            last.resultNow().fail(new IOException("The channel is closed"));
        }
    }
}
