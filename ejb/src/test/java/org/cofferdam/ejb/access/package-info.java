@NullMarked
package org.cofferdam.ejb.access;

import org.jspecify.annotations.NullMarked;
