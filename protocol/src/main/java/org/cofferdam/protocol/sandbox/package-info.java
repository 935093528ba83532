/** A sandbox as a client sees it: its id, state, limits and the request that creates it. */
@NullMarked
package org.cofferdam.protocol.sandbox;

import org.jspecify.annotations.NullMarked;
