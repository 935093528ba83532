/** Persistent shells. */
@NullMarked
package org.cofferdam.protocol.session;

import org.jspecify.annotations.NullMarked;
