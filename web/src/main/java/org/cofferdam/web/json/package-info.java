/**
 * JSON bodies: strict when reading, and with errors that name what is wrong. Entry point {@link org.cofferdam.web.json.Json}.
 */
@NullMarked
package org.cofferdam.web.json;

import org.jspecify.annotations.NullMarked;
