/** Persistent shells end to end. */
@NullMarked
package org.cofferdam.tests.session;

import org.jspecify.annotations.NullMarked;
