/** Keys, bad requests and documents end to end. */
@NullMarked
package org.cofferdam.tests.access;

import org.jspecify.annotations.NullMarked;
