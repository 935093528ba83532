/** The REST API; entry point {@link org.cofferdam.web.Api}. */
@NullMarked
package org.cofferdam.web;

import org.jspecify.annotations.NullMarked;
