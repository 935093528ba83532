@NullMarked
package org.cofferdam.persistence.server;

import org.jspecify.annotations.NullMarked;
