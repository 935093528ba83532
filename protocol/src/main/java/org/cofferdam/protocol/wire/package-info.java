/** The framed protocol between server and agent: entry point {@link org.cofferdam.protocol.wire.FrameChannel}. */
@NullMarked
package org.cofferdam.protocol.wire;

import org.jspecify.annotations.NullMarked;
