package org.cofferdam.protocol.access;

import java.util.Set;

/** The request that makes an API key. */
public record NewKey(String name, Set<Role> roles) {

    public NewKey {
        roles = Set.copyOf(roles);
    }
}
