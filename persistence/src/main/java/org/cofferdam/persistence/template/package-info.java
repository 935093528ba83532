/** Templates: entry point {@link org.cofferdam.persistence.template.TemplateRepository}. */
@NullMarked
package org.cofferdam.persistence.template;

import org.jspecify.annotations.NullMarked;
