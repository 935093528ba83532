/**
 * Sandboxes: entry point {@link org.cofferdam.ejb.sandbox.Sandboxes}, the use cases; behind it one stateful bean per sandbox, the
 * directory that finds it, and the reconciler.
 */
@NullMarked
package org.cofferdam.ejb.sandbox;

import org.jspecify.annotations.NullMarked;
