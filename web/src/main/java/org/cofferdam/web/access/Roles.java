package org.cofferdam.web.access;

/** The names of {@link org.cofferdam.protocol.access.Role} as the container knows them; they stand in web.xml too. */
public final class Roles {

    public static final String USER = "user";
    public static final String ADMIN = "admin";

    private Roles() {}
}
