/** This server among those that share its database: entry point {@link org.cofferdam.ejb.server.Servers}. */
@NullMarked
package org.cofferdam.ejb.server;

import org.jspecify.annotations.NullMarked;
