/**
 * {@code channel}: many operations over one WebSocket. Entry points {@link org.cofferdam.web.channel.ChannelResource}, and {@link
 * org.cofferdam.web.channel.ChannelOperation}, of which each kind of operation is a bean: one more needs no change here.
 */
@NullMarked
package org.cofferdam.web.channel;

import org.jspecify.annotations.NullMarked;
