/** Ports of sandboxes from outside: previews and {@code fetch}. */
@NullMarked
package org.cofferdam.tests.port;

import org.jspecify.annotations.NullMarked;
