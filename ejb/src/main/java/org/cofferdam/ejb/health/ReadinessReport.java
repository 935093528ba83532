package org.cofferdam.ejb.health;

import org.jspecify.annotations.Nullable;

/**
 * What the server needs in order to serve.
 *
 * @param database why the database is of no use now, or null when it answers
 * @param platform why the container platform is of no use now, or null when it answers
 */
public record ReadinessReport(
        @Nullable String database, @Nullable String platform) {

    public boolean ready() {
        return database == null && platform == null;
    }
}
