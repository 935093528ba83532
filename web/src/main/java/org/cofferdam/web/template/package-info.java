/** Templates and their pools, for administrators. */
@NullMarked
package org.cofferdam.web.template;

import org.jspecify.annotations.NullMarked;
