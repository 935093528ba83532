/** The tables: entry point {@link org.cofferdam.persistence.schema.Schema}; the migrations lie beside it. */
@NullMarked
package org.cofferdam.persistence.schema;

import org.jspecify.annotations.NullMarked;
