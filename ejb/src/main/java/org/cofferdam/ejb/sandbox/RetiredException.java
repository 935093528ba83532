package org.cofferdam.ejb.sandbox;

import jakarta.ejb.ApplicationException;

/**
 * The bean has ended while the caller waited for its turn: another one has taken its place, or may. The server itself lets such callers
 * in, although the bean was removed, so the bean must say it.
 */
@ApplicationException
final class RetiredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RetiredException() {
        super(null, null, false, false);
    }
}
