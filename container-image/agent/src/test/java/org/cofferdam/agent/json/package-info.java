@NullMarked
package org.cofferdam.agent.json;

import org.jspecify.annotations.NullMarked;
