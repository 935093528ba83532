/**
 * What is remembered of sandboxes: entry points {@link org.cofferdam.persistence.sandbox.Sandbox}, which knows its state machine, and
 * {@link org.cofferdam.persistence.sandbox.SandboxRepository}.
 */
@NullMarked
package org.cofferdam.persistence.sandbox;

import org.jspecify.annotations.NullMarked;
