/** What end-to-end tests stand on: entry point {@link org.cofferdam.tests.stage.RunningServer}. */
@NullMarked
package org.cofferdam.tests.stage;

import org.jspecify.annotations.NullMarked;
