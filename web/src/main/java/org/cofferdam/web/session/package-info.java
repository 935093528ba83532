/** Sessions, the persistent shells. Entry point {@link org.cofferdam.web.session.SessionsResource}. */
@NullMarked
package org.cofferdam.web.session;

import org.jspecify.annotations.NullMarked;
