package org.cofferdam.connector.contract;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.sandbox.AgentSettings;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Welcome;
import org.jspecify.annotations.Nullable;

/** A sandbox whose agent answers. */
record RunningSandbox(ContainerId id, String token, AgentLink link, Welcome welcome) implements AutoCloseable {

    static final Duration START = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofSeconds(10);

    static RunningSandbox await(ContainerId id, String token, AgentLink link) {
        Welcome welcome = link.await(START);
        AgentSettings settings = new AgentSettings(Map.of(), "sandbox", "/workspace", 256L << 20);
        link.call(Operation.CONFIGURE, settings, Done.class, CALL);
        return new RunningSandbox(id, token, link, welcome);
    }

    /** What a command came to. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Outcome(ProcessEvent.Complete complete, byte[] stdout, String stderr) {

        String text() {
            return new String(stdout, StandardCharsets.UTF_8).strip();
        }
    }

    static ProcessSpec command(String text, boolean stdin) {
        return new ProcessSpec(ProcessId.random(), text, null, null, null, null, null, stdin, null, null);
    }

    ProcessStream start(String command) {
        return link.exec(command(command, false), null);
    }

    Outcome run(String command) {
        return run(command, null);
    }

    Outcome run(String command, @Nullable InputStream stdin) {
        try (ProcessStream stream = link.exec(command(command, stdin != null), stdin)) {
            return rest(stream);
        }
    }

    static Outcome rest(ProcessStream stream) {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        while (true) {
            ProcessEvent event = Objects.requireNonNull(stream.next());
            switch (event) {
                case ProcessEvent.Output output ->
                    (output.stream() == OutputStreamName.STDOUT ? stdout : stderr).writeBytes(output.bytes());
                case ProcessEvent.Complete complete -> {
                    return new Outcome(complete, stdout.toByteArray(), stderr.toString(StandardCharsets.UTF_8));
                }
                default -> {}
            }
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
