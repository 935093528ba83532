/** Git repositories in a sandbox: entry points {@link org.cofferdam.protocol.git.GitCheckout} and {@link org.cofferdam.protocol.git.GitStatus}. */
@NullMarked
package org.cofferdam.protocol.git;

import org.jspecify.annotations.NullMarked;
