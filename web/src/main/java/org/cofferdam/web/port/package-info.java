/**
 * Ports of sandboxes: exposing them, and the proxy that leads to them by preview host or {@code fetch}. Entry points {@link
 * org.cofferdam.web.port.PortsResource} and {@link org.cofferdam.web.port.PortProxy}.
 */
@NullMarked
package org.cofferdam.web.port;

import org.jspecify.annotations.NullMarked;
