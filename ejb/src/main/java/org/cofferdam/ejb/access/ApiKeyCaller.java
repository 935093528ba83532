package org.cofferdam.ejb.access;

import java.util.Set;
import org.cofferdam.protocol.access.Role;

/** Who calls, as its API key says. */
public record ApiKeyCaller(String keyId, String name, Set<Role> roles) {

    public ApiKeyCaller {
        roles = Set.copyOf(roles);
    }
}
