/**
 * Events on their way to a client. Entry points {@link org.cofferdam.web.event.Followers}, which begins to follow, {@link
 * org.cofferdam.web.event.Following}, which writes server-sent events, and {@link org.cofferdam.web.event.JsonSink}, through which a
 * process's output becomes JSON text without becoming strings.
 */
@NullMarked
package org.cofferdam.web.event;

import org.jspecify.annotations.NullMarked;
