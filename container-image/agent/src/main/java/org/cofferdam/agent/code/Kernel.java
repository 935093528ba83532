package org.cofferdam.agent.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.Execution;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.system.Diagnostics;
import org.cofferdam.agent.system.Sockets;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.jspecify.annotations.Nullable;

/** One kernel: a background process like any other, and our four connections to it. */
final class Kernel {

    private static final long START_MILLIS = 60_000;
    private static final long CONNECT_PAUSE_NANOS = 3_000_000;
    private static final long GREETING_MILLIS = 100;

    /** How much is kept of what a kernel prints outside its runs. */
    static final long LOG_BYTES = 1L << 20;

    /** What a kernel tells its context; on the pump's thread. */
    interface Listener {
        /** Something that a run caused. */
        void shown(JupyterMessage message);

        /** The answer to a run. */
        void replied(JupyterMessage message);

        /** It asks for a line of input; what it gets, null for the end. */
        @Nullable String asked(JupyterMessage message);

        void ended(Kernel kernel);
    }

    private final KernelSpec spec;
    private final ProcessSystem system;
    private final KernelDirectory directory;
    private final AgentProcess process;
    private final Listener listener;
    private final String session;
    private final AtomicLong requests = new AtomicLong();
    private final List<ZmtpSocket> sockets = new ArrayList<>();
    /** Until we have heard it publish something, and so hear everything. */
    private final CountDownLatch unheard = new CountDownLatch(1);

    private @Nullable ZmtpSocket shell;
    private @Nullable ZmtpSocket control;
    private @Nullable ZmtpSocket iopub;

    /** @param process that runs already; its end is told once this was {@link #open}ed */
    Kernel(
            KernelSpec spec,
            ProcessSystem system,
            KernelDirectory directory,
            AgentProcess process,
            String session,
            Listener listener) {
        this.spec = spec;
        this.system = system;
        this.directory = directory;
        this.process = process;
        this.session = session;
        this.listener = listener;
    }

    AgentProcess process() {
        return process;
    }

    /**
     * Connects, waiting until the kernel listens and has shown that we hear it.
     *
     * @throws SandboxException {@code kernel-failed}
     */
    void open() {
        process.onEnd(() -> {
            close();
            listener.ended(this);
        });
        iopub = connect(KernelDirectory.IOPUB, "SUB", this::published);
        shell = connect(KernelDirectory.SHELL, "DEALER", this::answered);
        control = connect(KernelDirectory.CONTROL, "DEALER", _ -> {});
        connect(KernelDirectory.STDIN, "DEALER", this::input);
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        do {
            requireStarting(deadline);
            send(shell, "kernel_info_request", "hello-" + requests.incrementAndGet(), Map.of(), Map.of());
        } while (!isHeard());
    }

    private boolean isHeard() {
        try {
            return unheard.await(GREETING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException(ErrorCode.KERNEL_FAILED, "Interrupted while the kernel was starting", e);
        }
    }

    private ZmtpSocket connect(int number, String type, Consumer<List<byte[]>> messages) {
        long deadline = System.nanoTime() + START_MILLIS * 1_000_000;
        int fd = Sockets.connectUnix(directory.socket(number));
        while (fd < 0) {
            requireStarting(deadline);
            LockSupport.parkNanos(CONNECT_PAUSE_NANOS);
            fd = Sockets.connectUnix(directory.socket(number));
        }
        ZmtpSocket socket = ZmtpSocket.open(fd, system.pump(), type, session, messages);
        synchronized (sockets) {
            sockets.add(socket);
        }
        return socket;
    }

    private void requireStarting(long deadline) {
        if (process.status().ended() || System.nanoTime() > deadline) {
            throw new SandboxException(
                    ErrorCode.KERNEL_FAILED,
                    "The kernel " + (process.status().ended() ? "ended" : "did not answer") + " while it was starting",
                    "What it printed: processes/" + process.id() + "/logs",
                    null);
        }
    }

    private void published(List<byte[]> frames) {
        unheard.countDown();
        hear(frames, listener::shown);
    }

    private void answered(List<byte[]> frames) {
        hear(frames, listener::replied);
    }

    private void input(List<byte[]> frames) {
        hear(frames, message -> {
            String line = listener.asked(message);
            ZmtpSocket socket;
            synchronized (sockets) {
                socket = sockets.getLast();
            }
            // U+0004 is the end of the input for ipykernel, as it is for a terminal.
            socket.send(message.reply(
                    "input-" + requests.incrementAndGet(),
                    session,
                    "input_reply",
                    Map.of("value", line == null ? "\u0004" : line, "status", "ok")));
        });
    }

    private static void hear(List<byte[]> frames, Consumer<JupyterMessage> listener) {
        try {
            listener.accept(JupyterMessage.of(frames));
        } catch (IOException e) {
            Diagnostics.defect("a kernel's message", new IllegalStateException(e));
        }
    }

    boolean takesVariables() {
        return spec.takesVariables();
    }

    void execute(Run run) {
        Map<String, Object> metadata = run.spec().env() == null
                ? Map.of()
                : Map.of("cofferdam", Map.of("env", run.spec().env()));
        send(
                shell,
                "execute_request",
                run.id().value(),
                metadata,
                Map.of(
                        "code",
                        run.spec().code(),
                        "silent",
                        false,
                        "store_history",
                        true,
                        "user_expressions",
                        Map.of(),
                        "allow_stdin",
                        run.spec().stdin() != null,
                        "stop_on_error",
                        false));
    }

    private void send(
            @Nullable ZmtpSocket socket,
            String type,
            String id,
            Map<String, Object> metadata,
            Map<String, Object> content) {
        if (socket != null) {
            socket.send(JupyterMessage.request(id, session, type, Json.write(metadata), content));
        }
    }

    /** What it shows is not read until {@link #resume}. */
    void pause() {
        if (iopub != null) {
            iopub.pause();
        }
    }

    void resume() {
        if (iopub != null) {
            iopub.resume();
        }
    }

    void interrupt() {
        if (spec.interruptsByMessage()) {
            send(control, "interrupt_request", "interrupt-" + requests.incrementAndGet(), Map.of(), Map.of());
            return;
        }
        Execution execution = process.execution();
        if (execution != null && !process.status().ended()) {
            execution.signal(Signal.INT);
        }
    }

    /** Ends it with all that it started. */
    void kill() {
        Execution execution = process.execution();
        if (execution != null && !process.status().ended()) {
            execution.stop(ProcessStatus.KILLED, Signal.KILL, 0);
        }
    }

    private void close() {
        List<ZmtpSocket> all;
        synchronized (sockets) {
            all = List.copyOf(sockets);
        }
        all.forEach(ZmtpSocket::drain);
        all.forEach(ZmtpSocket::close);
        directory.remove();
    }
}
