/** Templates, and containers that wait for their sandboxes. */
@NullMarked
package org.cofferdam.tests.pool;

import org.jspecify.annotations.NullMarked;
