/**
 * The agent's side of the protocol with the server: entry point {@link org.cofferdam.agent.wire.Listener}. One thread serves a connection,
 * from request to reply; the frames are those of {@link org.cofferdam.protocol.wire}.
 */
@NullMarked
package org.cofferdam.agent.wire;

import org.jspecify.annotations.NullMarked;
