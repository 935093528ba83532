package org.cofferdam.protocol.port;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An exposed port.
 *
 * @param url the preview URL; whoever has it can use it, unless the port is private
 * @param host the Host header that the application gets, or {@code preview} for the URL's own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PortInfo(
        int port,
        @Nullable String name,
        String url,
        String token,
        PortVisibility visibility,
        boolean wake,
        String host,
        Instant createdAt,
        @Nullable Instant expiresAt) {}
