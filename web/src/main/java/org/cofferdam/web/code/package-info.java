/** The code interpreter. Entry points {@link org.cofferdam.web.code.CodeResource} and {@link org.cofferdam.web.code.ContextsResource}. */
@NullMarked
package org.cofferdam.web.code;

import org.jspecify.annotations.NullMarked;
