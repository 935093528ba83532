/** Sandboxes: make, find, change, destroy, put to sleep and wake. Entry point {@link org.cofferdam.web.sandbox.SandboxesResource}. */
@NullMarked
package org.cofferdam.web.sandbox;

import org.jspecify.annotations.NullMarked;
