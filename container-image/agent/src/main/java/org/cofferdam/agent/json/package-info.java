/**
 * The protocol's records as JSON, by their components: a binding library that can do more costs a third of the agent's memory and start.
 * Entry point {@link org.cofferdam.agent.json.Json}.
 */
@NullMarked
package org.cofferdam.agent.json;

import org.jspecify.annotations.NullMarked;
