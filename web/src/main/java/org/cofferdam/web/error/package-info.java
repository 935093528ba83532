/** Every failure becomes {@code application/problem+json} (RFC 9457), and nothing of our inside leaves the server. */
@NullMarked
package org.cofferdam.web.error;

import org.jspecify.annotations.NullMarked;
