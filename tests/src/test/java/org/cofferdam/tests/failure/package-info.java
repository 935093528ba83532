/** What is left after something was killed, stopped or removed. */
@NullMarked
package org.cofferdam.tests.failure;

import org.jspecify.annotations.NullMarked;
