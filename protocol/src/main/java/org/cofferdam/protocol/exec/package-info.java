/** One command run to its end: {@link org.cofferdam.protocol.exec.ExecRequest} and {@link org.cofferdam.protocol.exec.ExecResult}. */
@NullMarked
package org.cofferdam.protocol.exec;

import org.jspecify.annotations.NullMarked;
