/** What the server told the agent: entry point {@link org.cofferdam.agent.settings.Configuration}. */
@NullMarked
package org.cofferdam.agent.settings;

import org.jspecify.annotations.NullMarked;
