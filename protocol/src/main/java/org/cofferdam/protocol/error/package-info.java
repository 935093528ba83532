/** What can go wrong, with codes that stay: entry point {@link org.cofferdam.protocol.error.SandboxException}. */
@NullMarked
package org.cofferdam.protocol.error;

import org.jspecify.annotations.NullMarked;
