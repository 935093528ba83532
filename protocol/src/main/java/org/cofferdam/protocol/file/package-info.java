/** Files of a sandbox. */
@NullMarked
package org.cofferdam.protocol.file;

import org.jspecify.annotations.NullMarked;
