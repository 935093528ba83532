/**
 * WebSockets (RFC 6455): the handshake with its refusals, and sockets that hold back on both sides. Entry points {@link
 * org.cofferdam.web.websocket.Sockets}, which turns a request into a socket, and {@link org.cofferdam.web.websocket.Conversation}, what is
 * said over it.
 */
@NullMarked
package org.cofferdam.web.websocket;

import org.jspecify.annotations.NullMarked;
