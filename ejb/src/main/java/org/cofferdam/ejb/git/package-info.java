/** Git in sandboxes: commands are made, run and understood here. Entry point {@link org.cofferdam.ejb.git.Git}. */
@NullMarked
package org.cofferdam.ejb.git;

import org.jspecify.annotations.NullMarked;
