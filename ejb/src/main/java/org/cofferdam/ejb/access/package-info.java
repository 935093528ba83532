/** API keys: entry point {@link org.cofferdam.ejb.access.ApiKeys}. */
@NullMarked
package org.cofferdam.ejb.access;

import org.jspecify.annotations.NullMarked;
