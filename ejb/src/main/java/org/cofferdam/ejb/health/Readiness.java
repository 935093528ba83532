package org.cofferdam.ejb.health;

import jakarta.ejb.Stateless;

/** Tells whether the server can serve now. */
@Stateless
public class Readiness {

    /** Asks the database and the container platform; takes a few seconds at most. */
    public ReadinessReport check() {
        throw new UnsupportedOperationException();
    }
}
