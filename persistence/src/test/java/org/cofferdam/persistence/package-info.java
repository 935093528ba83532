/** The databases of the tests. */
@NullMarked
package org.cofferdam.persistence;

import org.jspecify.annotations.NullMarked;
