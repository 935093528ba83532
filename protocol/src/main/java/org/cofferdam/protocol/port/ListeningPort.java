package org.cofferdam.protocol.port;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port that something in the sandbox listens on.
 *
 * @param address that it is bound to, such as {@code 127.0.0.1} or {@code ::}
 * @param pid of the process inside the sandbox, null where that cannot be seen
 * @param process the process's name, null where that cannot be seen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListeningPort(
        int port,
        String address,
        @Nullable Integer pid,
        @Nullable String process) {}
