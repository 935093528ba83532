/**
 * What the server asks of a container platform: entry point {@link org.cofferdam.connector.ContainerPlatform}. The resource adapter
 * implements it; everything here is keyed by container id and may be repeated without harm.
 */
@NullMarked
package org.cofferdam.connector;

import org.jspecify.annotations.NullMarked;
