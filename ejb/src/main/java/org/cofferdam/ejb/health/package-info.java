/** Whether the server can serve: entry point {@link org.cofferdam.ejb.health.Readiness}. */
@NullMarked
package org.cofferdam.ejb.health;

import org.jspecify.annotations.NullMarked;
