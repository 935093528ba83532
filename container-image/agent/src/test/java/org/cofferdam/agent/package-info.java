/** The agent as the server sees it: real processes behind a real socket. */
@NullMarked
package org.cofferdam.agent;

import org.jspecify.annotations.NullMarked;
