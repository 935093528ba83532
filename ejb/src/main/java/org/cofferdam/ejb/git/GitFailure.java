package org.cofferdam.ejb.git;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.git.GitCredentials;
import org.cofferdam.protocol.process.ProcessStatus;
import org.jspecify.annotations.Nullable;

/** What went wrong, from what git says in English. Nothing leaves here with a secret in it. */
final class GitFailure {

    /** What our script exits with when the key cannot be read. */
    static final int BAD_KEY = 97;

    private static final int NOT_FOUND = 127;
    private static final int LONGEST_DETAIL = 1000;
    private static final Pattern USER_IN_URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^/@\\s'\"]*@");

    private record Cause(
            ErrorCode code, Pattern words, @Nullable String hint) {}

    /** The first one that fits counts. */
    private static final List<Cause> CAUSES = List.of(
            cause(ErrorCode.NO_SPACE, "no space left on device|disk quota exceeded", null),
            cause(ErrorCode.READ_ONLY, "read-only file system", null),
            cause(
                    ErrorCode.GIT_HOST_UNKNOWN,
                    "host key verification failed|no matching host key|host key for .* has changed",
                    "Give the server's line of known_hosts as credentials.knownHosts"),
            cause(
                    ErrorCode.GIT_AUTHENTICATION_FAILED,
                    "authentication failed|could not read (username|password)|terminal prompts disabled"
                            + "|permission denied \\([a-z,-]+\\)|access denied|returned error: 40[13]|too many authentication",
                    "Give credentials that are good for this repository"),
            cause(
                    ErrorCode.DIRECTORY_NOT_EMPTY,
                    "already exists and is not an empty directory",
                    "Give another targetDir, or delete it"),
            cause(
                    ErrorCode.FILE_NOT_FOUND,
                    "cannot change to .*: no such file|pathspec .* did not match any files",
                    null),
            cause(ErrorCode.NOT_DIRECTORY, "cannot change to .*: not a directory", null),
            cause(
                    ErrorCode.GIT_REF_NOT_FOUND,
                    "remote branch .* not found|couldn't find remote ref|did not match any|unknown revision|not our ref"
                            + "|bad revision|unadvertised object|not a tree|does not match any|invalid reference|not a valid object"
                            + "|not a commit|needed a single revision|bad object|not something we can merge|does not have any commits"
                            + "|no such (branch|ref)|not a valid branch point|ambiguous argument",
                    null),
            cause(ErrorCode.GIT_NO_REPOSITORY, "not a git repository|must be run in a work tree", null),
            cause(
                    ErrorCode.GIT_REPOSITORY_NOT_FOUND,
                    "repository .* (not found|does not exist)|repository not found|does not appear to be a git repository"
                            + "|returned error: 404|not valid: is this a git repository|no such remote|no service for",
                    null),
            cause(
                    ErrorCode.GIT_UNREACHABLE,
                    "could not resolve|couldn't resolve|failed to connect|couldn't connect|connection (refused|timed out|reset|closed)"
                            + "|network is unreachable|no route to host|unable to (look up|connect)|operation timed out"
                            + "|returned error: 5\\d\\d|ssl|tls|certificate|early eof|rpc failed|unexpected disconnect|hung up"
                            + "|empty reply|recv failure|transfer closed",
                    null),
            cause(
                    ErrorCode.GIT_CONFLICT,
                    "\\[rejected\\]|\\[remote rejected\\]|non-fast-forward|fetch first|not possible to fast-forward|conflict"
                            + "|would be overwritten|unmerged|stale info|diverg|already exists|local changes|have not concluded"
                            + "|already checked out",
                    null),
            cause(
                    ErrorCode.GIT_NOTHING_TO_COMMIT,
                    "nothing to commit|nothing added to commit|no changes added to commit",
                    null),
            cause(
                    ErrorCode.INVALID_VALUE,
                    "tell me who you are|auto-detect email|empty ident",
                    "Give author, or set user.name and user.email"),
            cause(ErrorCode.PERMISSION_DENIED, "permission denied|operation not permitted|dubious ownership", null));

    private GitFailure() {}

    private static Cause cause(ErrorCode code, String words, @Nullable String hint) {
        return new Cause(code, Pattern.compile(words), hint);
    }

    static SandboxException of(GitRun.Result result, GitCommand command) {
        GitCredentials credentials = command.credentials();
        ProcessStatus status = result.end().status();
        Integer exit = result.end().exitCode();
        if (status == ProcessStatus.TIMED_OUT) {
            return new SandboxException(ErrorCode.GIT_TIMEOUT, "Git was not ready in time, and was killed");
        }
        if (status == ProcessStatus.LOST) {
            return new SandboxException(ErrorCode.AGENT_LOST, "The agent ended before git did");
        }
        if (exit != null && exit == NOT_FOUND) {
            return new SandboxException(ErrorCode.GIT_MISSING, "The image has no git, or no ssh where that is needed");
        }
        if (exit != null && exit == BAD_KEY) {
            return new SandboxException(
                    ErrorCode.GIT_AUTHENTICATION_FAILED,
                    "The private key cannot be used",
                    "Give one without a passphrase in a form that OpenSSH reads",
                    null);
        }
        return of(result.complaints() + "\n" + result.answer(), credentials);
    }

    static SandboxException of(String complaints, @Nullable GitCredentials credentials) {
        String detail = redacted(detail(complaints), credentials);
        String words = complaints.toLowerCase(Locale.ROOT);
        for (Cause cause : CAUSES) {
            if (cause.words().matcher(words).find()) {
                return new SandboxException(cause.code(), detail, cause.hint(), null);
            }
        }
        return new SandboxException(ErrorCode.GIT_FAILED, detail);
    }

    /** The lines that tell of failure, or else the last one. */
    private static String detail(String complaints) {
        List<String> lines = complaints
                .lines()
                .map(line -> line.substring(line.lastIndexOf('\r') + 1).strip())
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> telling = lines.stream()
                .filter(line -> line.matches("(?i)(remote: )?(fatal|error|conflict|ssh|.*\\[.*rejected\\]).*"))
                .toList();
        String detail = telling.isEmpty()
                ? (lines.isEmpty() ? "Git failed and did not say why" : lines.getLast())
                : String.join("; ", telling);
        return detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "…" : detail;
    }

    /** Without users and passwords of URLs, and without the secret should git ever have printed it. */
    static String redacted(String text, @Nullable GitCredentials credentials) {
        String shown = USER_IN_URL.matcher(text).replaceAll("$1");
        if (credentials != null) {
            for (String secret : new String[] {credentials.token(), credentials.password()}) {
                shown = secret == null ? shown : shown.replace(secret, "****");
            }
        }
        return shown;
    }
}
