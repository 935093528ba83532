/**
 * The code interpreter: Jupyter kernels, the contexts that each owns one, and the runs in them. Entry point {@link
 * org.cofferdam.agent.code.Contexts}. Nothing of it is loaded before the first context.
 */
@NullMarked
package org.cofferdam.agent.code;

import org.jspecify.annotations.NullMarked;
