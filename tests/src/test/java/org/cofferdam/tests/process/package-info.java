/** Background processes end to end. */
@NullMarked
package org.cofferdam.tests.process;

import org.jspecify.annotations.NullMarked;
