package org.cofferdam.client;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Set;
import java.util.stream.Stream;
import org.cofferdam.protocol.access.KeyInfo;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.Page;
import org.jspecify.annotations.Nullable;

/** API keys. Methods throw {@link SandboxException} with {@code FORBIDDEN} unless the client's own key has the role {@code admin}. */
public final class Keys {

    private final Transport transport;

    Keys(Transport transport) {
        this.transport = transport;
    }

    /** Makes a key. Its secret is in the answer, and never again. */
    public KeyInfo create(String name, Set<Role> roles) {
        return transport.call("POST", "/keys").json(new NewKey(name, roles)).as(KeyInfo.class);
    }

    /** The keys, without their secrets, fetched page by page as the stream is read. */
    public Stream<KeyInfo> list() {
        return Pages.all(this::fetchPage);
    }

    /** A key that no longer opens anything from now on. */
    public void revoke(String id) {
        transport.call("DELETE", "/keys/" + id).run();
    }

    private Page<KeyInfo> fetchPage(@Nullable String cursor) {
        return transport
                .call("GET", "/keys")
                .query("limit", Pages.SIZE)
                .query("cursor", cursor)
                .as(new TypeReference<>() {});
    }
}
