package org.cofferdam.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays one command's side of the API over connections that are cut where the test says. */
final class ExecServer implements HttpPeer.Handler {

    static final String NOT_FOUND = """
            {"status":404,"title":"No such process","detail":"No process p1","code":"process-not-found"}""";
    private static final String EXISTS = """
            {"status":409,"title":"The process id is taken","detail":"p1","code":"process-exists"}""";

    /** How many bytes each connection lets through; a negative number cuts before the request is carried out. */
    private final Iterator<Long> cuts;

    private final Program program;
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    private volatile String started = "";

    ExecServer(Program program, Iterator<Long> cuts) {
        this.program = program;
        this.cuts = cuts;
    }

    @Override
    public void handle(HttpPeer.Request request, OutputStream socket) throws IOException {
        requests.incrementAndGet();
        long cut = cuts.hasNext() ? cuts.next() : Long.MAX_VALUE;
        if (cut < 0) {
            throw new IOException("cut before anything happened");
        }
        OutputStream out = new CutOutputStream(socket, cut);
        if (request.path().endsWith("/exec")) {
            exec(request, out);
        } else {
            events(request, out);
        }
    }

    private void exec(HttpPeer.Request request, OutputStream out) throws IOException {
        String requestId =
                Transport.JSON.readTree(request.body()).path("requestId").asText();
        if (starts.get() > 0 && requestId.equals(started)) {
            stream(out, -1);
            return;
        }
        if (starts.get() > 0) {
            HttpPeer.answer(out, 409, "application/problem+json", EXISTS);
            return;
        }
        started = requestId;
        starts.incrementAndGet();
        if (request.header("Accept").contains("event-stream")) {
            stream(out, -1);
        } else {
            HttpPeer.answer(out, 200, "application/json", json(request));
        }
    }

    private void events(HttpPeer.Request request, OutputStream out) throws IOException {
        if (starts.get() == 0) {
            HttpPeer.answer(out, 404, "application/problem+json", NOT_FOUND);
            return;
        }
        String last = request.header("Last-Event-ID");
        stream(out, last.isEmpty() ? -1 : Long.parseLong(last));
    }

    private void stream(OutputStream out, long after) throws IOException {
        HttpPeer.head(out, 200, "text/event-stream", "Transfer-Encoding: chunked");
        for (byte[] event : program.eventsAfter(after)) {
            HttpPeer.chunk(out, event);
        }
        HttpPeer.chunk(out, new byte[0]);
    }

    private static String json(HttpPeer.Request request) throws IOException {
        JsonNode node = Transport.JSON.readTree(request.body());
        return """
                {"processId":"%s","exitCode":7,"status":"exited","success":false,"truncated":false,"sessionEnded":false,
                 "startedAt":"2026-01-02T03:04:05Z","durationMillis":12,"stdout":"hello \\u00e4\\n","stderr":"","new":1}""".formatted(node.get("processId").textValue());
    }
}
