@NullMarked
package org.cofferdam.persistence.template;

import org.jspecify.annotations.NullMarked;
