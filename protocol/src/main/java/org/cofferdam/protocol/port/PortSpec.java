package org.cofferdam.protocol.port;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/**
 * The request that exposes a port, or changes how it is exposed: what it says holds from then on.
 *
 * @param port 1 to 65535
 * @param name for people, 1 to 100 characters, or null
 * @param token 8 to 32 of {@code a-z 0-9}; null keeps the one there is, or makes one of 128 random bits
 * @param rotate whether to make a new token, so that the old URL ends
 * @param visibility {@code token} when null
 * @param wake whether the URL wakes a sandbox that sleeps; true when null
 * @param host the Host header that the application gets, or {@code preview} for the URL's own; {@code localhost:PORT} when null
 * @param expiresAt when the URL ends by itself; never when null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PortSpec(
        int port,
        @Nullable String name,
        @Nullable String token,
        boolean rotate,
        @Nullable PortVisibility visibility,
        @Nullable Boolean wake,
        @Nullable String host,
        @Nullable Instant expiresAt) {

    /** As {@code host}: what the client sent. */
    public static final String PREVIEW_HOST = "preview";

    private static final int MAX_NAME_LENGTH = 100;
    private static final Pattern TOKEN = Pattern.compile("[a-z0-9]{8,32}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");

    public PortSpec {
        PortRequest.requirePort(port);
        if (name != null && (name.isBlank() || name.length() > MAX_NAME_LENGTH)) {
            throw invalid("name has 1 to " + MAX_NAME_LENGTH + " characters");
        }
        if (token != null && !TOKEN.matcher(token).matches()) {
            throw invalid("token has 8 to 32 characters of a-z and 0-9");
        }
        if (token != null && rotate) {
            throw invalid("token and rotate exclude each other");
        }
        if (host != null && !HOST.matcher(host).matches()) {
            throw invalid("host is no host, with or without a port");
        }
    }

    private static SandboxException invalid(String detail) {
        return new SandboxException(ErrorCode.INVALID_VALUE, detail);
    }

    /** A port with the defaults. */
    public static PortSpec of(int port) {
        return new PortSpec(port, null, null, false, null, null, null, null);
    }

    public PortSpec withToken(String newToken) {
        return new PortSpec(port, name, newToken, false, visibility, wake, host, expiresAt);
    }

    public PortSpec withRotatedToken() {
        return new PortSpec(port, name, null, true, visibility, wake, host, expiresAt);
    }

    public PortSpec withVisibility(PortVisibility newVisibility) {
        return new PortSpec(port, name, token, rotate, newVisibility, wake, host, expiresAt);
    }

    public PortSpec withWake(boolean newWake) {
        return new PortSpec(port, name, token, rotate, visibility, newWake, host, expiresAt);
    }

    public PortSpec withHost(String newHost) {
        return new PortSpec(port, name, token, rotate, visibility, wake, newHost, expiresAt);
    }

    public PortSpec withExpiry(Instant newExpiresAt) {
        return new PortSpec(port, name, token, rotate, visibility, wake, host, newExpiresAt);
    }
}
