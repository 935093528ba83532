/** Tests that run inside the server, deployed together with the application: {@link org.cofferdam.tests.server.TestedApplication}. */
@NullMarked
package org.cofferdam.tests.server;

import org.jspecify.annotations.NullMarked;
