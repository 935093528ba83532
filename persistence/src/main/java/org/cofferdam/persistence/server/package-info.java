/**
 * The servers that share a database: entry points {@link org.cofferdam.persistence.server.ServerRepository}, who lives, and {@link
 * org.cofferdam.persistence.server.OwnerRepository}, who is at which sandbox.
 */
@NullMarked
package org.cofferdam.persistence.server;

import org.jspecify.annotations.NullMarked;
