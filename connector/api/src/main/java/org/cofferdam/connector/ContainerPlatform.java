package org.cofferdam.connector;

import jakarta.resource.Referenceable;
import java.io.Serializable;

/** A container platform: the connection factory of the resource adapter. */
public interface ContainerPlatform extends Serializable, Referenceable {

    /**
     * A handle on a pooled link to the platform; the caller closes it soon and opens no transaction around it.
     *
     * @throws org.cofferdam.protocol.error.SandboxException {@code runtime-unavailable} when the platform does not answer
     */
    ContainerConnection getConnection();
}
