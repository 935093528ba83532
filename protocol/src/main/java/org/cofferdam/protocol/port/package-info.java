/** Ports of a sandbox: what listens, what is exposed, by which URL. */
@NullMarked
package org.cofferdam.protocol.port;

import org.jspecify.annotations.NullMarked;
