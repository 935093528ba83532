@NullMarked
package org.cofferdam.ejb.template;

import org.jspecify.annotations.NullMarked;
