package org.cofferdam.connector.docker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** When this server last started each container, and how that ended as far as events tell: then nobody need wait for its agent. */
final class ContainerStarts {

    private final Map<ContainerId, Start> starts = new ConcurrentHashMap<>();

    private record Start(Instant at, @Nullable Integer exitCode) {}

    void starting(ContainerId id) {
        starts.put(id, new Start(Instant.now(), null));
    }

    /** Events come late: one of the container's life before is not taken for this one's. */
    void died(ContainerEvent.Died died) {
        starts.computeIfPresent(
                died.id(), (id, start) -> died.at().isAfter(start.at) ? new Start(start.at, died.exitCode()) : start);
    }

    void forget(ContainerId id) {
        starts.remove(id);
    }

    /** Why the agent will not answer, if that is known. */
    Optional<SandboxException> obstacle(ContainerId id) {
        Start start = starts.get(id);
        if (start == null || start.exitCode == null) {
            return Optional.empty();
        }
        return Optional.of(new SandboxException(
                ErrorCode.RUNTIME_ERROR,
                "Container " + id + " ended with exit code " + start.exitCode + " before its agent answered",
                "An image needs glibc 2.34 or newer and /bin/sh, as Debian 12 has.",
                null));
    }
}
