/**
 * A process's output on its way to a client: bytes become JSON text without becoming strings. Entry points {@link
 * org.cofferdam.web.event.EventStream} for server-sent events and {@link org.cofferdam.web.event.JsonSink} for other JSON.
 */
@NullMarked
package org.cofferdam.web.event;

import org.jspecify.annotations.NullMarked;
