/** Watches directories with the user's rights. Entry point {@link org.cofferdam.agent.watch.FileWatches}. */
@NullMarked
package org.cofferdam.agent.watch;

import org.jspecify.annotations.NullMarked;
