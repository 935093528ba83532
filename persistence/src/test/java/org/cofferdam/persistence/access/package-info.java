@NullMarked
package org.cofferdam.persistence.access;

import org.jspecify.annotations.NullMarked;
