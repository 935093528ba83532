package org.cofferdam.connector.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * One client of the engine. Each call has a deadline: it is made on a virtual thread, whose interruption closes the call's socket.
 * Every call may be made twice: one that finds its connection closed, as after a restart of the engine, is repeated once on a new one.
 */
final class Engine implements AutoCloseable {

    private static final System.Logger LOGGER = System.getLogger(Engine.class.getName());

    private final Path socket;
    private final DockerClient client;

    Engine(URI socket, EngineClients clients) {
        this.socket = Path.of(socket.getPath());
        this.client = clients.client();
    }

    /**
     * Makes a call.
     *
     * @throws DockerException when the engine refuses
     * @throws DockerClientException when it tells of a failure later, as of a pull
     * @throws SandboxException {@code runtime-unavailable} when it does not answer
     */
    <T> T call(Duration deadline, Function<DockerClient, T> call) {
        if (!Files.exists(socket)) { // the HTTP client would try again after a second
            throw unavailable("There is no container engine at " + socket, null);
        }
        long until = System.nanoTime() + deadline.toNanos();
        try {
            return attempt(until, () -> call.apply(client));
        } catch (BrokenConnectionException e) {
            if (e.getCause() instanceof ConnectException) {
                throw unavailable("The container engine cannot be reached", e.getCause());
            }
        }
        try {
            return attempt(until, () -> call.apply(client));
        } catch (BrokenConnectionException e) {
            throw unavailable("The connection to the container engine broke", e.getCause());
        }
    }

    private static <T> T attempt(long until, Callable<T> call) throws BrokenConnectionException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().name("cofferdam-engine-call").start(task);
        try {
            return task.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw unavailable("The container engine did not answer in time", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw unavailable("Interrupted while waiting for the container engine", e);
        } catch (ExecutionException e) {
            throw translated(e.getCause());
        }
    }

    private static RuntimeException translated(@Nullable Throwable cause) throws BrokenConnectionException {
        return switch (cause) {
            case DockerException refusal -> refusal;
            case DockerClientException failure -> failure;
            case RuntimeException wrapper
            when wrapper.getCause() instanceof IOException broken -> throw new BrokenConnectionException(broken);
            case null, default -> new IllegalStateException("A call of the container engine failed", cause);
        };
    }

    private static SandboxException unavailable(String detail, @Nullable Throwable cause) {
        return new SandboxException(
                ErrorCode.RUNTIME_UNAVAILABLE, detail, "Is it running? ./cofferdam doctor tells.", cause);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "Closing a client of the container engine", e);
        }
    }

    /** The call got no answer. */
    private static final class BrokenConnectionException extends Exception {

        private static final long serialVersionUID = 1L;

        BrokenConnectionException(IOException cause) {
            super(cause);
        }
    }
}
