package org.cofferdam.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.exec.ExecResult;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.sandbox.SandboxId;

/** Runs the commands of one sandbox; the one way there for {@link Sandbox} and {@link Session}. */
final class Commands {

    /** How long one request waits for a command's end; a longer command is followed by its events, which show that it lives. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Transport transport;
    private final SandboxId sandbox;
    private final List<CommandListener> listeners;

    Commands(Transport transport, SandboxId sandbox, List<CommandListener> listeners) {
        this.transport = transport;
        this.sandbox = sandbox;
        this.listeners = listeners;
    }

    CommandResult exec(Command command) {
        ExecRequest request = command.toExec();
        ProcessId id = Objects.requireNonNull(request.processId());
        if (!listeners.isEmpty() || !command.callbacks().isEmpty()) {
            return stream(command, request).result();
        }
        try {
            return CommandResult.of(transport
                    .call("POST", "/sandboxes/" + sandbox + "/exec")
                    .json(request)
                    .within(PATIENCE)
                    .decode(ExecResult.class));
        } catch (IOException e) {
            if (Transport.nothingSent(e)) {
                throw transport.failure(e);
            }
            EventSource source = EventSource.ofSentCommand(transport, sandbox, id, request);
            try (ExecStream stream = new ExecStream(process(id), source, EventSource.NOTHING, _ -> {})) {
                return stream.result();
            }
        }
    }

    ExecStream execStream(Command command) {
        return stream(command, command.toExec());
    }

    SandboxProcess start(Command command) {
        ProcessInfo info = transport
                .call("POST", "/sandboxes/" + sandbox + "/processes")
                .json(command.toProcess())
                .as(ProcessInfo.class);
        return process(info.id());
    }

    SandboxProcess process(ProcessId id) {
        return new SandboxProcess(transport, sandbox, id);
    }

    private ExecStream stream(Command command, ExecRequest request) {
        ProcessId id = Objects.requireNonNull(request.processId());
        EventSource source = EventSource.ofCommand(transport, sandbox, id, request);
        listeners.forEach(listener -> listener.onCommandStart(sandbox, request));
        List<Consumer<ProcessEvent>> callbacks = command.callbacks();
        return new ExecStream(process(id), source, EventSource.NOTHING, event -> {
                    tellListeners(request, event);
                    callbacks.forEach(callback -> callback.accept(event));
                })
                .connect();
    }

    private void tellListeners(ExecRequest request, ProcessEvent event) {
        for (CommandListener listener : listeners) {
            switch (event) {
                case ProcessEvent.Output output -> listener.onOutput(sandbox, request, output);
                case ProcessEvent.Complete end -> listener.onCommandComplete(sandbox, request, end);
                case ProcessEvent.Start _, ProcessEvent.Truncated _ -> {
                    // The hooks are about the command, its output and its end
                }
            }
        }
    }
}
