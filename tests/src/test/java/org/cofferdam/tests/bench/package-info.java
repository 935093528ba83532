/** The measurements of {@code ./cofferdam bench}: entry point {@link org.cofferdam.tests.bench.Bench}. */
@NullMarked
package org.cofferdam.tests.bench;

import org.jspecify.annotations.NullMarked;
