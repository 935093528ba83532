package org.cofferdam.protocol.process;

import java.util.List;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** What every request that runs something must keep. */
public final class CommandRules {

    /** The longest shell text, and the most that all of {@code argv} may have, in characters (execve(2): one string is 128 KiB). */
    public static final int COMMAND_LENGTH = 120_000;

    private static final int REQUEST_ID_LENGTH = 64;

    private CommandRules() {}

    /** @throws SandboxException {@code invalid-value}, {@code invalid-path} or {@code too-large} */
    public static void check(
            @Nullable String command,
            @Nullable List<String> argv,
            @Nullable String cwd,
            @Nullable Long timeoutMillis,
            @Nullable Long maxOutputBytes) {
        if ((command == null) == (argv == null)) {
            throw invalid("Give either command or argv");
        }
        if (argv != null && (argv.isEmpty() || argv.getFirst().isEmpty())) {
            throw invalid("argv begins with a program");
        }
        List<String> words = argv == null ? List.of(command) : argv;
        int length = 0;
        for (String word : words) {
            if (word == null || word.indexOf('\0') >= 0) {
                throw invalid("command and argv have no NUL and no null");
            }
            length += word.length();
            if (length > COMMAND_LENGTH) {
                throw new SandboxException(
                        ErrorCode.TOO_LARGE,
                        "The command is longer than " + COMMAND_LENGTH + " characters",
                        "Write it to a file and run that",
                        null);
            }
        }
        if (cwd != null && (cwd.isEmpty() || cwd.indexOf('\0') >= 0)) {
            throw new SandboxException(ErrorCode.INVALID_PATH, "cwd is empty or has a NUL");
        }
        if (timeoutMillis != null && timeoutMillis < 1) {
            throw invalid("timeoutMillis is at least 1");
        }
        if (maxOutputBytes != null && maxOutputBytes < 1) {
            throw invalid("maxOutputBytes is at least 1");
        }
    }

    /** @throws SandboxException {@code invalid-value} */
    public static void checkRepetition(@Nullable String requestId, @Nullable Long sentMillisAgo) {
        if (requestId != null && (requestId.isEmpty() || requestId.length() > REQUEST_ID_LENGTH)) {
            throw invalid("requestId has 1 to " + REQUEST_ID_LENGTH + " characters");
        }
        if (sentMillisAgo != null && sentMillisAgo < 0) {
            throw invalid("sentMillisAgo is not negative");
        }
        if (sentMillisAgo != null && requestId == null) {
            throw invalid("sentMillisAgo is for a request that has a requestId");
        }
    }

    private static SandboxException invalid(String detail) {
        return new SandboxException(ErrorCode.INVALID_VALUE, detail);
    }
}
