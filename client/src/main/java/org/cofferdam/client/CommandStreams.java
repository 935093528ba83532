package org.cofferdam.client;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.sandbox.SandboxId;

/** Opens the event streams of one sandbox's commands, by whatever way, and has the hooks see them. */
record CommandStreams(Transport transport, SandboxId sandbox, List<CommandListener> listeners) {

    /** Sends a command. */
    ExecStream open(Route route, Command command, ExecRequest request) {
        listeners.forEach(listener -> listener.onCommandStart(sandbox, request));
        List<Consumer<ProcessEvent>> callbacks = command.callbacks();
        return stream(source(route, request), request, event -> {
                    tellListeners(request, event);
                    callbacks.forEach(callback -> callback.accept(event));
                })
                .connect();
    }

    /** Goes on with a command that was sent, unseen by the hooks. */
    ExecStream ofSent(Route route, ExecRequest request) {
        return stream(source(route, request).sent(), request, _ -> {});
    }

    /** Follows a process from a position on. */
    ExecStream follow(Route route, ProcessId id, long after) {
        EventSource source = EventSource.ofProcess(route, transport.settings().resumeWithin(), id);
        return new ExecStream(process(id), source, after, _ -> {}).connect();
    }

    SandboxProcess process(ProcessId id) {
        return new SandboxProcess(this, id);
    }

    private EventSource source(Route route, ExecRequest request) {
        return EventSource.ofCommand(route, transport.settings().resumeWithin(), idOf(request), request);
    }

    private ExecStream stream(EventSource source, ExecRequest request, Consumer<ProcessEvent> observer) {
        return new ExecStream(process(idOf(request)), source, EventSource.NOTHING, observer);
    }

    private static ProcessId idOf(ExecRequest request) {
        return Objects.requireNonNull(request.processId());
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
