package org.cofferdam.protocol.access;

import java.util.Objects;
import java.util.Set;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** The request that makes an API key. */
public record NewKey(String name, Set<Role> roles) {

    /** @throws SandboxException {@code invalid-value} */
    public NewKey {
        if (name == null || roles == null || roles.stream().anyMatch(Objects::isNull)) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "name and roles are needed");
        }
        roles = Set.copyOf(roles);
    }
}
