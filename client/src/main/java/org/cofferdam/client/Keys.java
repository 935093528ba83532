package org.cofferdam.client;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Set;
import org.cofferdam.protocol.access.KeyInfo;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.Page;

/** API keys. Methods throw {@link SandboxException} with {@code FORBIDDEN} unless the client's own key has the role {@code admin}. */
public final class Keys {

    private static final int MOST = 1_000;

    private final Transport transport;

    Keys(Transport transport) {
        this.transport = transport;
    }

    /** Makes a key. Its secret is in the answer, and never again. */
    public KeyInfo create(String name, Set<Role> roles) {
        return transport.call("POST", "/keys").json(new NewKey(name, roles)).as(KeyInfo.class);
    }

    /** The keys, without their secrets; at most a thousand. */
    public List<KeyInfo> list() {
        Page<KeyInfo> page = transport.call("GET", "/keys").query("limit", MOST).as(new TypeReference<>() {});
        return page.items();
    }

    /** A key that no longer opens anything from now on. */
    public void revoke(String id) {
        transport.call("DELETE", "/keys/" + id).run();
    }
}
