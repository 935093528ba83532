/** Files end to end. */
@NullMarked
package org.cofferdam.tests.file;

import org.jspecify.annotations.NullMarked;
