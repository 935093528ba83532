/** API keys. */
@NullMarked
package org.cofferdam.protocol.access;

import org.jspecify.annotations.NullMarked;
