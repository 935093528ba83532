/** Commands end to end. */
@NullMarked
package org.cofferdam.tests.exec;

import org.jspecify.annotations.NullMarked;
