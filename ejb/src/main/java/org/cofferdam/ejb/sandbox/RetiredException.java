package org.cofferdam.ejb.sandbox;

import jakarta.ejb.ApplicationException;

/** The bean's sandbox was destroyed while the caller waited for its turn: another bean has taken its place, or may. */
@ApplicationException
final class RetiredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RetiredException() {
        super(null, null, false, false);
    }
}
