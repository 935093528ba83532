/** The arrows between the modules. */
@NullMarked
package org.cofferdam.tests.architecture;

import org.jspecify.annotations.NullMarked;
