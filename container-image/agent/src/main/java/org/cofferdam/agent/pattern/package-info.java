/** Regular expressions that cannot take for ever: entry point {@link org.cofferdam.agent.pattern.TimedText}. */
@NullMarked
package org.cofferdam.agent.pattern;

import org.jspecify.annotations.NullMarked;
