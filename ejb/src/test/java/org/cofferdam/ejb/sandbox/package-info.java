@NullMarked
package org.cofferdam.ejb.sandbox;

import org.jspecify.annotations.NullMarked;
