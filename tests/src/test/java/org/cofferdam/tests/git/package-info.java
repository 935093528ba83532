/** Git end to end. */
@NullMarked
package org.cofferdam.tests.git;

import org.jspecify.annotations.NullMarked;
