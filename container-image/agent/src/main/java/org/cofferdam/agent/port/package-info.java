/** Connections to ports inside the sandbox: entry points {@link org.cofferdam.agent.port.Tunnels} and {@link ListeningSockets}. */
@NullMarked
package org.cofferdam.agent.port;

import org.jspecify.annotations.NullMarked;
