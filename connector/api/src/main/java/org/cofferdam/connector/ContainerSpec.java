package org.cofferdam.connector;

import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;

/**
 * The container of a sandbox.
 *
 * @param token the agent's secret; the container gets only its SHA-256
 * @param limits all set but {@code diskBytes}, which may be null
 */
public record ContainerSpec(ContainerId id, String image, String token, ResourceLimits limits, NetworkMode network) {

    /** Without the token. */
    @Override
    public String toString() {
        return "ContainerSpec[id=" + id + ", image=" + image + ", limits=" + limits + ", network=" + network + "]";
    }
}
