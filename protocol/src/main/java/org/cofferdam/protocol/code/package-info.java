/**
 * The code interpreter: contexts ({@link org.cofferdam.protocol.code.ContextSpec}) and the runs in them ({@link
 * org.cofferdam.protocol.code.RunSpec}), whose events are {@link org.cofferdam.protocol.code.RunEvent}.
 */
@NullMarked
package org.cofferdam.protocol.code;

import org.jspecify.annotations.NullMarked;
