/** Life of a sandbox end to end. */
@NullMarked
package org.cofferdam.tests.sandbox;

import org.jspecify.annotations.NullMarked;
