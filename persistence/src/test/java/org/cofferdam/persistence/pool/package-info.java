@NullMarked
package org.cofferdam.persistence.pool;

import org.jspecify.annotations.NullMarked;
