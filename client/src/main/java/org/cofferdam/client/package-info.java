/**
 * Java client of Cofferdam: entry point {@link org.cofferdam.client.Cofferdam#connect(String, String)}.
 *
 * <p>All methods block, and each wait in them has a deadline. Interrupting a thread aborts the request that it waits for, leaves the
 * interrupt flag set and throws {@link org.cofferdam.client.ConnectionException}. Two exceptions are thrown, both unchecked: {@link
 * org.cofferdam.protocol.error.SandboxException} is what the server answered, with its code; {@link
 * org.cofferdam.client.ConnectionException} says that there was no whole answer. A command that fails is no exception but a {@link
 * org.cofferdam.client.CommandResult}.
 */
@NullMarked
package org.cofferdam.client;

import org.jspecify.annotations.NullMarked;
