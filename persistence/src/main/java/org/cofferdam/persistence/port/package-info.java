/** What is remembered of exposed ports: entry points {@link org.cofferdam.persistence.port.ExposedPort} and its repository. */
@NullMarked
package org.cofferdam.persistence.port;

import org.jspecify.annotations.NullMarked;
