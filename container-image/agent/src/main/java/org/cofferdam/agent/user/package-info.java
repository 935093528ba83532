/** Whom commands run as, and with which environment: entry points {@link org.cofferdam.agent.user.Users} and {@link org.cofferdam.agent.user.Environments}. */
@NullMarked
package org.cofferdam.agent.user;

import org.jspecify.annotations.NullMarked;
