/**
 * Sandboxes as containers of Docker or Podman on this machine: entry point {@link org.cofferdam.connector.docker.DockerRuntime}. Both speak the
 * Docker Engine API; where they differ, the engine's answer decides, not its name.
 */
@NullMarked
package org.cofferdam.connector.docker;

import org.jspecify.annotations.NullMarked;
