@NullMarked
package org.cofferdam.persistence.sandbox;

import org.jspecify.annotations.NullMarked;
