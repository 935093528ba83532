/** The code interpreter, end to end. */
@NullMarked
package org.cofferdam.tests.code;

import org.jspecify.annotations.NullMarked;
