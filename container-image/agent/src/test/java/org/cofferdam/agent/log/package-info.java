@NullMarked
package org.cofferdam.agent.log;

import org.jspecify.annotations.NullMarked;
