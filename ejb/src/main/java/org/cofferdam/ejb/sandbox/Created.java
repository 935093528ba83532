package org.cofferdam.ejb.sandbox;

import org.cofferdam.protocol.sandbox.SandboxInfo;

/**
 * The outcome of a creation.
 *
 * @param isNew whether this call made it, or it was there
 * @param fromPool whether it got a container that waited for it
 */
public record Created(SandboxInfo info, boolean isNew, boolean fromPool) {

    static Created existing(SandboxInfo info) {
        return new Created(info, false, false);
    }
}
