package org.cofferdam.agent.terminal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.log.LogReader;
import org.cofferdam.agent.log.LogSink;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.Execution;
import org.cofferdam.agent.session.Sessions;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.session.SessionId;

/** What a session's shell would hand to a program that it starts: only the shell knows, so it is asked by a command. */
record SessionState(User user, String cwd, CommandEnvironment environment) {

    private static final String QUESTION = "\\builtin printf '%s\\0' \"$PWD\"; \\command env -0";
    private static final long WAIT_SECONDS = 10;
    private static final long MOST_BYTES = 4 << 20;

    /** @throws SandboxException {@code busy} when the session is at work, and those of {@link Sessions#start} */
    static SessionState ask(Sessions sessions, SessionId id) {
        ProcessSpec question = new ProcessSpec(null, QUESTION, null, id, null, null, null, false, null, MOST_BYTES);
        AgentProcess process = sessions.start(question, id, Keep.LAST);
        CountDownLatch ended = new CountDownLatch(1);
        process.onEnd(ended::countDown);
        boolean answered = await(ended);
        Execution execution = process.execution();
        if (!answered && execution != null) {
            execution.stop(ProcessStatus.KILLED, Signal.KILL, 0);
        }
        if (!answered || !Integer.valueOf(0).equals(process.info().exitCode())) {
            throw new SandboxException(
                    ErrorCode.BUSY,
                    "Session " + id + " does not tell its state",
                    "It runs a command, perhaps; try again, or leave session out",
                    null);
        }
        byte[] answer = output(process);
        int cwdLength = 0;
        while (cwdLength < answer.length && answer[cwdLength] != 0) {
            cwdLength++;
        }
        return new SessionState(
                process.user(),
                new String(answer, 0, cwdLength, StandardCharsets.UTF_8),
                CommandEnvironment.of(
                        Arrays.copyOfRange(answer, Math.min(cwdLength + 1, answer.length), answer.length)));
    }

    private static boolean await(CountDownLatch ended) {
        try {
            return ended.await(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static byte[] output(AgentProcess process) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LogSink sink = new LogSink() {
            @Override
            public int room() {
                return 64 << 10;
            }

            @Override
            public void output(int stream, long end, MemorySegment from, long offset, int length) {
                if (stream == 1) {
                    byte[] part = new byte[length];
                    MemorySegment.copy(from, JAVA_BYTE, offset, part, 0, length);
                    bytes.writeBytes(part);
                }
            }

            @Override
            public void truncated(long from, long to) {}
        };
        try (LogReader reader = process.log().open(0, false, () -> {})) {
            LogReader.Outcome outcome = reader.read(sink);
            assert outcome == LogReader.Outcome.END;
        }
        return bytes.toByteArray();
    }
}
