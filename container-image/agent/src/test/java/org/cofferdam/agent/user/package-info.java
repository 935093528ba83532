@NullMarked
package org.cofferdam.agent.user;

import org.jspecify.annotations.NullMarked;
