/** Environment variables of sandboxes, sessions and commands: {@link org.cofferdam.protocol.environment.Environment}. */
@NullMarked
package org.cofferdam.protocol.environment;

import org.jspecify.annotations.NullMarked;
