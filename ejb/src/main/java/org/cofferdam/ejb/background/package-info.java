/** Work that nobody waits for: entry point {@link org.cofferdam.ejb.background.Background}. */
@NullMarked
package org.cofferdam.ejb.background;

import org.jspecify.annotations.NullMarked;
