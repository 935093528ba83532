/** What events of all kinds have in common. */
@NullMarked
package org.cofferdam.protocol.event;

import org.jspecify.annotations.NullMarked;
