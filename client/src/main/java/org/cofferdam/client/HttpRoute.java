package org.cofferdam.client;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.StdinPosition;
import org.cofferdam.protocol.sandbox.SandboxId;

/** One request for each; events as server-sent events. */
record HttpRoute(Transport transport, SandboxId sandbox) implements Route {

    /** The server sends a comment every 15 s when nothing happens. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    @Override
    public EventReader start(ExecRequest request) throws IOException {
        return events(transport.call("POST", "/sandboxes/" + sandbox + "/exec").json(request));
    }

    @Override
    public boolean carriesStdin(ExecRequest request) {
        return true;
    }

    @Override
    public EventReader follow(ProcessId process, long after, boolean lossless) throws IOException {
        Call call = transport.call("GET", path(process) + "/events").query("lossless", lossless);
        return events(after == EventSource.NOTHING ? call : call.header("Last-Event-ID", Long.toString(after)));
    }

    private static EventReader events(Call call) throws IOException {
        return new SseEventReader(
                call.header("Accept", "text/event-stream").idle(SILENCE).send());
    }

    @Override
    public void writeStdin(ProcessId process, String text) throws IOException {
        transport
                .call("POST", path(process) + "/stdin")
                .query("offset", 0)
                .query("close", true)
                .body(BodyPublishers.ofString(text, StandardCharsets.UTF_8), "application/octet-stream")
                .decode(StdinPosition.class);
    }

    @Override
    public ConnectionException failure(IOException e) {
        return transport.failure(e);
    }

    private String path(ProcessId process) {
        return "/sandboxes/" + sandbox + "/processes/" + process;
    }
}
