/** Containers that wait for their sandboxes: entry point {@link org.cofferdam.ejb.pool.WarmPool}. */
@NullMarked
package org.cofferdam.ejb.pool;

import org.jspecify.annotations.NullMarked;
