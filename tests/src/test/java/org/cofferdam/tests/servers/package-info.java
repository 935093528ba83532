/** Several servers on one database. */
@NullMarked
package org.cofferdam.tests.servers;

import org.jspecify.annotations.NullMarked;
