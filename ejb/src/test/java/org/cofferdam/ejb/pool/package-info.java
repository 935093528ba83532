@NullMarked
package org.cofferdam.ejb.pool;

import org.jspecify.annotations.NullMarked;
