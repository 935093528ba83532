package org.cofferdam.web.port;

import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * Where a request goes.
 *
 * @param wake whether a sandbox that sleeps is woken for it
 * @param target path and query, as the application gets them
 * @param host the application's Host
 */
record Route(SandboxId sandbox, int port, boolean wake, String target, String host, Forwarded forwarded) {}
