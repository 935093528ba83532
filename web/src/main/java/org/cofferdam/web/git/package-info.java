/** Git repositories in sandboxes. Entry points {@link org.cofferdam.web.git.CheckoutResource} and {@link org.cofferdam.web.git.GitResource}. */
@NullMarked
package org.cofferdam.web.git;

import org.jspecify.annotations.NullMarked;
