package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * What lets one operation into a private repository. It goes to git through a pipe and is kept nowhere; it is given to the host of the URL
 * only. Exactly one of {@code token}, {@code password} and {@code privateKey} is given.
 *
 * @param token for HTTP
 * @param username for HTTP; with a token {@code x-access-token} when null, which the usual servers take
 * @param password for HTTP, of the user
 * @param privateKey for SSH, without a passphrase, in a form that OpenSSH reads
 * @param knownHosts lines of a known_hosts file, of which one must be the server's; when null an unknown server is believed at first and
 *     remembered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitCredentials(
        @Nullable String token,
        @Nullable String username,
        @Nullable String password,
        @Nullable String privateKey,
        @Nullable String knownHosts) {

    private static final int LONGEST = 16 << 10;
    private static final String USUAL_USER = "x-access-token";

    public GitCredentials {
        int secrets = (token == null ? 0 : 1) + (password == null ? 0 : 1) + (privateKey == null ? 0 : 1);
        if (secrets != 1) {
            throw invalid("Give exactly one of credentials.token, password and privateKey");
        }
        if (password != null && username == null) {
            throw invalid("credentials.username is missing");
        }
        requireLine("token", token);
        requireLine("username", username);
        requireLine("password", password);
        requireLength("privateKey", privateKey);
        requireLength("knownHosts", knownHosts);
    }

    public static GitCredentials token(String token) {
        return new GitCredentials(token, null, null, null, null);
    }

    public static GitCredentials password(String username, String password) {
        return new GitCredentials(null, username, password, null, null);
    }

    public static GitCredentials privateKey(String privateKey, @Nullable String knownHosts) {
        return new GitCredentials(null, null, null, privateKey, knownHosts);
    }

    /** Whether they are for SSH; else for HTTP. */
    public boolean forSsh() {
        return privateKey != null;
    }

    /** What is written into the pipe: a key, or the answer of a credential helper (gitcredentials(7)). */
    public String secretText() {
        if (privateKey != null) {
            return privateKey.endsWith("\n") ? privateKey : privateKey + "\n";
        }
        String user = username == null ? USUAL_USER : username;
        return "username=" + user + "\npassword=" + (token == null ? password : token) + "\n";
    }

    private static void requireLine(String member, @Nullable String text) {
        requireLength(member, text);
        if (text != null && text.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw invalid("credentials." + member + " has more than one line");
        }
    }

    private static void requireLength(String member, @Nullable String text) {
        if (text != null && (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0)) {
            throw invalid("credentials." + member + " has 1 to " + LONGEST + " characters and no NUL");
        }
    }

    private static SandboxException invalid(String detail) {
        return new SandboxException(ErrorCode.INVALID_VALUE, detail);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "GitCredentials[****]";
    }
}
