/** Containers that were made before their sandboxes: entry point {@link org.cofferdam.persistence.pool.WarmContainerRepository}. */
@NullMarked
package org.cofferdam.persistence.pool;

import org.jspecify.annotations.NullMarked;
