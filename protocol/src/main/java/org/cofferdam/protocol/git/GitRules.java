package org.cofferdam.protocol.git;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** What requests about repositories must keep, so that nothing in them is taken for an option or a command. */
final class GitRules {

    /** The longest time that an operation over the network may take. */
    static final long MOST_MILLIS = 3_600_000;

    private static final int LONGEST = 4096;
    private static final Set<String> SCHEMES = Set.of("http", "https", "ssh", "git", "file");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.+)");
    private static final Pattern SCP = Pattern.compile("([A-Za-z0-9._~-]+@)?([A-Za-z0-9._-]+):(?!:)(?!//).+");

    private GitRules() {}

    /** @throws SandboxException {@code invalid-value} */
    static String requireUrl(@Nullable String given) {
        String url = requireText("url", given);
        Matcher scheme = SCHEME.matcher(url);
        boolean allowed = scheme.matches()
                ? SCHEMES.contains(scheme.group(1)) && !scheme.group(2).startsWith("-")
                : url.startsWith("/") || SCP.matcher(url).matches();
        if (!allowed) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE,
                    "url is none that can be used",
                    "Use http, https, ssh, git or file, host:path, or an absolute path in the sandbox",
                    null);
        }
        if (scheme.matches() && scheme.group(2).replaceFirst("/.*", "").contains("@") && hasSecret(scheme)) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "url has a password in it", "Give it as credentials", null);
        }
        return url;
    }

    /** A bare user is part of an address of SSH; over HTTP even that may be a token. */
    private static boolean hasSecret(Matcher url) {
        String user = url.group(2).replaceFirst("/.*", "").replaceFirst("@[^@]*$", "");
        return url.group(1).startsWith("http") || user.contains(":");
    }

    /** A name of a branch, tag, remote or commit. */
    static void requireName(String member, @Nullable String name) {
        if (name != null) {
            requireText(member, name);
            if (name.contains("..") || name.chars().anyMatch(c -> c == ' ' || "~^:?*[\\".indexOf(c) >= 0)) {
                throw new SandboxException(ErrorCode.INVALID_VALUE, member + " is no name that git allows");
            }
        }
    }

    /** What names a commit, {@code HEAD~2} and {@code main..topic} included. */
    static void requireRevision(String member, @Nullable String revision) {
        if (revision != null) {
            requireText(member, revision);
        }
    }

    private static String requireText(String member, @Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, member + " has 1 to " + LONGEST + " characters");
        }
        if (text.startsWith("-") || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, member + " begins with a hyphen or has a control character");
        }
        return text;
    }

    static void requireMillis(@Nullable Long timeoutMillis) {
        if (timeoutMillis != null && (timeoutMillis < 1 || timeoutMillis > MOST_MILLIS)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "timeoutMillis is 1 to " + MOST_MILLIS);
        }
    }
}
