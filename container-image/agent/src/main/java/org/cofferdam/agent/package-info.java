/** The daemon inside a sandbox: {@link org.cofferdam.agent.Main} reads its environment, {@link org.cofferdam.agent.Agent} puts it together. */
@NullMarked
package org.cofferdam.agent;

import org.jspecify.annotations.NullMarked;
