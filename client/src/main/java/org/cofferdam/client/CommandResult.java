package org.cofferdam.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.cofferdam.protocol.exec.ExecResult;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended, and what it printed.
 *
 * @param exitCode 0 to 255 as the kernel reported it; null unless {@code status} is {@code EXITED}
 * @param signal the name of the signal that ended it ({@code KILL}); null unless one did
 * @param truncated whether some of the output is missing, for it was over the limit
 * @param sessionEnded whether its session's shell ended with it; the session's next command starts a new one
 * @param stdoutBytes not copied, not to be changed
 * @param stderrBytes not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // output may be large, so it is not copied
public record CommandResult(
        ProcessId processId,
        ProcessStatus status,
        @Nullable Integer exitCode,
        @Nullable String signal,
        boolean truncated,
        boolean sessionEnded,
        Instant startedAt,
        Duration duration,
        byte[] stdoutBytes,
        byte[] stderrBytes) {

    static CommandResult of(ExecResult result) {
        return new CommandResult(
                result.processId(),
                result.status(),
                result.exitCode(),
                result.signal(),
                result.truncated(),
                result.sessionEnded(),
                result.startedAt(),
                Duration.ofMillis(result.durationMillis()),
                bytes(result.stdout(), result.stdoutBase64()),
                bytes(result.stderr(), result.stderrBase64()));
    }

    static CommandResult of(ProcessId process, ProcessEvent.Complete end, byte[] stdout, byte[] stderr) {
        return new CommandResult(
                process,
                end.status(),
                end.exitCode(),
                end.signal(),
                end.truncated(),
                end.sessionEnded(),
                end.startedAt(),
                Duration.ofMillis(end.durationMillis()),
                stdout,
                stderr);
    }

    private static byte[] bytes(@Nullable String text, @Nullable String base64) {
        if (base64 != null) {
            return Base64.getDecoder().decode(base64);
        }
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it exited with 0. */
    public boolean success() {
        return status == ProcessStatus.EXITED && exitCode != null && exitCode == 0;
    }

    /** Standard output as text; what is not UTF-8 in it is replaced. */
    public String stdout() {
        return new String(stdoutBytes, StandardCharsets.UTF_8);
    }

    /** Standard error as text; what is not UTF-8 in it is replaced. */
    public String stderr() {
        return new String(stderrBytes, StandardCharsets.UTF_8);
    }

    /** Without the output. */
    @Override
    public String toString() {
        return "CommandResult[processId=" + processId + ", status=" + status + ", exitCode=" + exitCode + ", signal="
                + signal + ", truncated=" + truncated + ", stdoutBytes=" + stdoutBytes.length + ", stderrBytes="
                + stderrBytes.length + "]";
    }
}
