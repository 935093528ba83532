/** Terminals end to end. */
@NullMarked
package org.cofferdam.tests.terminal;

import org.jspecify.annotations.NullMarked;
