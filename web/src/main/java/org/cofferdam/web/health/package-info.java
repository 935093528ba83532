/** Whether the server lives and can serve: MicroProfile Health checks, which the HTTP port answers without a key. */
@NullMarked
package org.cofferdam.web.health;

import org.jspecify.annotations.NullMarked;
