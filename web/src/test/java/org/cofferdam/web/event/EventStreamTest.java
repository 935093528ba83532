package org.cofferdam.web.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventStreamTest {

    private static final ProcessId PROCESS = new ProcessId("p1");
    private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final ProcessEvent START = new ProcessEvent.Start(PROCESS, 42L, null, STARTED);

    /** Events from a queue; a failure among them is thrown. */
    private static final class QueuedEvents implements ProcessStream {
        final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public @Nullable ProcessEvent next() {
            try {
                Object next = queue.take();
                if (next instanceof RuntimeException failure) {
                    throw failure;
                }
                return next instanceof ProcessEvent event ? event : null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public void close() {
            closed.countDown();
            queue.add("closed");
        }
    }

    private final QueuedEvents events = new QueuedEvents();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void writesTheEventsOfALife() throws Exception {
        events.queue.add(output(OutputStreamName.STDOUT, 3, "a\n\""));
        events.queue.add(output(OutputStreamName.STDERR, 4, "e"));
        events.queue.add(new ProcessEvent.Truncated(4, 10));
        events.queue.add(complete(11));
        events.queue.add("end");
        run(Duration.ofSeconds(10));
        assertThat(text()).isEqualTo("""
                event: start
                id: 0
                data: {"processId":"p1","pid":42,"startedAt":"2026-01-02T03:04:05.000006Z"}

                event: stdout
                id: 3
                data: {"data":"a\\n\\""}

                event: stderr
                id: 4
                data: {"data":"e"}

                event: truncated
                id: 10
                data: {"from":4,"to":10}

                event: complete
                id: 11
                data: {"processId":"p1","status":"exited","exitCode":0,"success":true,"truncated":false,\
                "sessionEnded":false,"startedAt":"2026-01-02T03:04:05.000006Z","durationMillis":5}

                """);
        assertThat(events.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFailureInBetweenIsAnErrorEventBehindAllThatCame() throws Exception {
        events.queue.add(output(OutputStreamName.STDOUT, 1, "a"));
        events.queue.add(new SandboxException(ErrorCode.AGENT_LOST, "gone"));
        run(Duration.ofSeconds(10));
        assertThat(text()).contains("data: {\"data\":\"a\"}\n\nevent: error\ndata: {\"status\":502,");
        assertThat(text()).contains("\"code\":\"agent-lost\"");
    }

    @Test
    void aSilentClientIsFoundGoneByTheHeartbeat() throws Exception {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (b == ':' && out.size() > 0 && text().endsWith("\n\n")) {
                    throw new IOException("Broken pipe");
                }
                out.write(b);
            }
        };
        assertThatThrownBy(() -> new EventStream<>(events, Duration.ofMillis(20))
                        .write(START, ProcessEventWriter.stream(PROCESS, false, gone)))
                .isInstanceOf(IOException.class);
        assertThat(events.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatWasThereAtOnceIsOneEvent() throws Exception {
        byte[] line = "line\n".getBytes(StandardCharsets.US_ASCII);
        ProcessEventWriter writer = ProcessEventWriter.stream(PROCESS, true, out);
        for (int i = 1; i <= 3; i++) {
            writer.write(new ProcessEvent.Output(OutputStreamName.STDOUT, (long) i * line.length, line));
        }
        writer.flush();
        assertThat(text()).isEqualTo("event: stdout\nid: 15\ndata: {\"dataBase64\":\"bGluZQpsaW5lCmxpbmUK\"}\n\n");
    }

    private void run(Duration heartbeat) throws IOException {
        new EventStream<>(events, heartbeat).write(START, ProcessEventWriter.stream(PROCESS, false, out));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ProcessEvent output(OutputStreamName stream, long position, String text) {
        return new ProcessEvent.Output(stream, position, text.getBytes(StandardCharsets.UTF_8));
    }

    private static ProcessEvent complete(long position) {
        return new ProcessEvent.Complete(position, ProcessStatus.EXITED, 0, null, false, false, STARTED, 5);
    }
}
