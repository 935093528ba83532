/** Who may call: API keys, checked before anything else. Entry point {@link org.cofferdam.web.access.BearerAuthentication}. */
@NullMarked
package org.cofferdam.web.access;

import org.jspecify.annotations.NullMarked;
