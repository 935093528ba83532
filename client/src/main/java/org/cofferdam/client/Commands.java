package org.cofferdam.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.exec.ExecResult;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.sandbox.SandboxId;

/** Runs the commands of one sandbox, each by a request of its own; the one way there for {@link Sandbox} and {@link Session}. */
final class Commands {

    /** How long one request waits for a command's end; a longer command is followed by its events, which show that it lives. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Transport transport;
    private final String path;
    private final Route route;
    private final CommandStreams streams;

    Commands(Transport transport, SandboxId sandbox, List<CommandListener> listeners) {
        this.transport = transport;
        this.path = "/sandboxes/" + sandbox;
        this.route = new HttpRoute(transport, sandbox);
        this.streams = new CommandStreams(transport, sandbox, listeners);
    }

    CommandStreams streams() {
        return streams;
    }

    CommandResult exec(Command command) {
        ExecRequest request = command.toExec();
        if (!streams.listeners().isEmpty() || !command.callbacks().isEmpty()) {
            return streams.open(route, command, request).result();
        }
        try {
            return CommandResult.of(transport
                    .call("POST", path + "/exec")
                    .json(request)
                    .within(PATIENCE)
                    .decode(ExecResult.class));
        } catch (IOException e) {
            if (Transport.nothingSent(e)) {
                throw transport.failure(e);
            }
            try (ExecStream stream = streams.ofSent(route, request)) {
                return stream.result();
            }
        }
    }

    ExecStream execStream(Command command) {
        return streams.open(route, command, command.toExec());
    }

    SandboxProcess start(Command command) {
        ProcessSpec spec = command.toProcess();
        ProcessInfo info = Repetition.of(
                sinceFirst -> transport
                        .call("POST", path + "/processes")
                        .json(Repetition.sent(spec, sinceFirst))
                        .decode(ProcessInfo.class),
                transport.settings().resumeWithin(),
                route);
        return process(info.id());
    }

    SandboxProcess process(ProcessId id) {
        return streams.process(id);
    }
}
