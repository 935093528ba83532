/**
 * Speaks to the agent inside a sandbox over framed sockets: entry point {@link org.cofferdam.connector.agent.SocketAgentLink}. It knows
 * nothing of containers.
 */
@NullMarked
package org.cofferdam.connector.agent;

import org.jspecify.annotations.NullMarked;
