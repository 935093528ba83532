/** Exposed ports and their preview URLs: entry point {@link org.cofferdam.ejb.port.ExposedPorts}. */
@NullMarked
package org.cofferdam.ejb.port;

import org.jspecify.annotations.NullMarked;
