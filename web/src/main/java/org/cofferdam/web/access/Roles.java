package org.cofferdam.web.access;

/** The names of {@link org.cofferdam.protocol.access.Role} as the container knows them; they stand in web.xml too. */
final class Roles {

    static final String USER = "user";
    static final String ADMIN = "admin";

    private Roles() {}
}
