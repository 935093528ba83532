package org.cofferdam.ejb.sandbox;

import org.cofferdam.protocol.sandbox.SandboxInfo;

/**
 * The outcome of a creation.
 *
 * @param isNew whether this call made it, or it was there
 */
public record Created(SandboxInfo info, boolean isNew) {}
