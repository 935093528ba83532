/**
 * Persistent shells: entry point {@link org.cofferdam.agent.session.Sessions}. A {@link org.cofferdam.agent.session.Session} queues commands
 * and gives them one by one to its {@link org.cofferdam.agent.session.Shell}, a bash that reads its script from a FIFO.
 */
@NullMarked
package org.cofferdam.agent.session;

import org.jspecify.annotations.NullMarked;
