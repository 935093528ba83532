/** The way to the database: entry point {@link org.cofferdam.ejb.database.Database}. */
@NullMarked
package org.cofferdam.ejb.database;

import org.jspecify.annotations.NullMarked;
