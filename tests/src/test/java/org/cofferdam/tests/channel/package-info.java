/** Many operations over one WebSocket, and how it is opened. */
@NullMarked
package org.cofferdam.tests.channel;

import org.jspecify.annotations.NullMarked;
