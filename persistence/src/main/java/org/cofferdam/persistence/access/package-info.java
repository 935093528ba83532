/**
 * What is remembered of API keys and tickets: entry points {@link org.cofferdam.persistence.access.ApiKey}, {@link
 * org.cofferdam.persistence.access.Ticket} and their repositories.
 */
@NullMarked
package org.cofferdam.persistence.access;

import org.jspecify.annotations.NullMarked;
