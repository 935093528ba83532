/** What every container platform must do, as tests: a runtime passes them by extending {@link org.cofferdam.connector.contract.PlatformContract}'s kin. */
@NullMarked
package org.cofferdam.connector.contract;

import org.jspecify.annotations.NullMarked;
