/** What is remembered of API keys: entry points {@link org.cofferdam.persistence.access.ApiKey} and its repository. */
@NullMarked
package org.cofferdam.persistence.access;

import org.jspecify.annotations.NullMarked;
