package org.cofferdam.client;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.WaitResult;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/**
 * A process of a sandbox, running or ended. It outlives clients, connections and the server; its events stay readable for a while
 * after its end. Only a name: holding one costs nothing, and it is for any number of threads. Methods throw {@link SandboxException}
 * with {@code PROCESS_NOT_FOUND} when the sandbox does not know it, for example because its agent started anew.
 */
public final class SandboxProcess {

    /** What is added to a wait for its answer to get through. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    private final CommandStreams streams;
    private final Transport transport;
    private final SandboxId sandbox;
    private final ProcessId id;
    private final String path;

    SandboxProcess(CommandStreams streams, ProcessId id) {
        this.streams = streams;
        this.transport = streams.transport();
        this.sandbox = streams.sandbox();
        this.id = id;
        this.path = "/sandboxes/" + sandbox + "/processes/" + id;
    }

    public ProcessId id() {
        return id;
    }

    /** As it stands now. */
    public ProcessInfo info() {
        return transport.call("GET", path).as(ProcessInfo.class);
    }

    /** What it has printed so far, both streams as they came. */
    public String logs() {
        return transport.call("GET", path + "/logs").text();
    }

    /**
     * Its events from its start on, old ones first, then as they happen. A reader that falls behind by more than is kept finds a
     * {@code Truncated}; it does not hold the process back.
     */
    public ExecStream events() {
        return events(EventSource.NOTHING);
    }

    /**
     * Its events behind a position that was seen before.
     *
     * @param after an event's position, for example {@link ExecStream#position()}; -1 for all events
     */
    public ExecStream events(long after) {
        return streams.follow(new HttpRoute(transport, sandbox), id, after);
    }

    /**
     * Waits for its end.
     *
     * @throws SandboxException {@code WAIT_TIMEOUT} when it still runs after {@code limit}
     */
    public ProcessInfo waitForExit(Duration limit) {
        return await(new WaitSpec(true, null, null, limit.toMillis()), limit).process();
    }

    /**
     * Waits for a line of output that contains a text; old output counts.
     *
     * @return the line, or its first 8 KiB
     * @throws SandboxException {@code WAIT_TIMEOUT}; {@code PROCESS_ENDED} when it ended without
     */
    public String waitForLog(String text, Duration limit) {
        return line(await(new WaitSpec(null, new WaitSpec.Log(text, false), null, limit.toMillis()), limit));
    }

    /** As {@link #waitForLog(String, Duration)} for a line in which a regular expression is found; its flags are not sent. */
    public String waitForLog(Pattern pattern, Duration limit) {
        WaitSpec.Log log = new WaitSpec.Log(pattern.pattern(), true);
        return line(await(new WaitSpec(null, log, null, limit.toMillis()), limit));
    }

    /**
     * Waits until a port of the sandbox accepts connections.
     *
     * @throws SandboxException {@code WAIT_TIMEOUT}; {@code PROCESS_ENDED} when the process ended before
     */
    public void waitForPort(int port, Duration limit) {
        await(new WaitSpec(null, null, new WaitSpec.Port(port, "tcp", null, null), limit.toMillis()), limit);
    }

    /**
     * Waits until a port of the sandbox answers HTTP.
     *
     * @param path that is asked for, for example {@code /health}
     * @param status that it has to answer with; null for any below 400
     * @return the status
     * @throws SandboxException {@code WAIT_TIMEOUT}; {@code PROCESS_ENDED} when the process ended before
     */
    public int waitForHttp(int port, String path, @Nullable Integer status, Duration limit) {
        WaitSpec.Port http = new WaitSpec.Port(port, "http", path, status);
        Integer found =
                await(new WaitSpec(null, null, http, limit.toMillis()), limit).status();
        return found == null ? 0 : found;
    }

    /** Ends its whole tree at once. Killing what has ended changes nothing. */
    public ProcessInfo kill() {
        return kill(Signal.KILL, Duration.ZERO);
    }

    /**
     * Ends its whole tree: a signal, then KILL for what is left of it.
     *
     * @param grace between the two, at most 10 min
     */
    public ProcessInfo kill(Signal signal, Duration grace) {
        return transport
                .call("DELETE", path)
                .query("signal", signal)
                .query("graceMillis", grace.toMillis())
                .within(grace.plus(transport.settings().requestTimeout()))
                .as(ProcessInfo.class);
    }

    /**
     * Sends its process group a signal, and does nothing more.
     *
     * @throws SandboxException {@code PROCESS_ENDED}
     */
    public void signal(Signal signal) {
        transport.call("POST", path + "/signal").json(new SignalBody(signal)).run();
    }

    /**
     * Writes to its standard input; returns when all of it is in the pipe.
     *
     * @throws SandboxException {@code PROCESS_ENDED}; {@code SANDBOX_STATE} when it was not started with an open standard input
     */
    public void writeStdin(String text) {
        stdin(BodyPublishers.ofString(text, StandardCharsets.UTF_8), false);
    }

    /** As {@link #writeStdin(String)}. */
    public void writeStdin(byte[] bytes) {
        stdin(BodyPublishers.ofByteArray(bytes), false);
    }

    /** As {@link #writeStdin(String)}, to the end of a stream, which is closed. */
    public void writeStdin(InputStream bytes) {
        stdin(BodyPublishers.ofInputStream(() -> bytes), false);
    }

    /** Ends its standard input. */
    public void closeStdin() {
        stdin(BodyPublishers.noBody(), true);
    }

    private void stdin(BodyPublisher bytes, boolean close) {
        transport
                .call("POST", path + "/stdin")
                .query("close", close)
                .body(bytes, "application/octet-stream")
                .run();
    }

    private WaitResult await(WaitSpec spec, Duration limit) {
        return transport
                .call("POST", path + "/wait")
                .json(spec)
                .within(limit.plus(MARGIN))
                .as(WaitResult.class);
    }

    private static String line(WaitResult result) {
        String line = result.line();
        return line == null ? "" : line;
    }

    private record SignalBody(Signal signal) {}

    @Override
    public String toString() {
        return "SandboxProcess[" + sandbox + "/" + id + "]";
    }
}
