/** API keys and tickets: entry points {@link org.cofferdam.ejb.access.ApiKeys} and {@link org.cofferdam.ejb.access.Tickets}. */
@NullMarked
package org.cofferdam.ejb.access;

import org.jspecify.annotations.NullMarked;
