/** A command run to its end, as one JSON answer or as events. Entry point {@link org.cofferdam.web.exec.ExecResource}. */
@NullMarked
package org.cofferdam.web.exec;

import org.jspecify.annotations.NullMarked;
