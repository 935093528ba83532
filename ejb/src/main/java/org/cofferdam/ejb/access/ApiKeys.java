package org.cofferdam.ejb.access;

import jakarta.ejb.Stateless;
import java.util.Optional;
import org.cofferdam.protocol.access.KeyInfo;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.sandbox.Page;
import org.jspecify.annotations.Nullable;

/** The use cases of API keys. Failures are {@link org.cofferdam.protocol.error.SandboxException}. */
@Stateless
public class ApiKeys {

    /** The most keys on a page of {@link #list}. */
    public static final int MAX_PAGE = 1000;

    /**
     * The holder of a key, or empty when it is none of ours or revoked.
     *
     * @param bearer the whole key, as the client sent it
     */
    public Optional<ApiKeyCaller> authenticate(String bearer) {
        throw new UnsupportedOperationException();
    }

    /** Makes a key; only this answer holds its secret. */
    public KeyInfo create(NewKey newKey) {
        throw new UnsupportedOperationException();
    }

    /**
     * The keys that are not revoked, in the order of their ids.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param cursor of the page before, or null for the first page
     */
    public Page<KeyInfo> list(int limit, @Nullable String cursor) {
        throw new UnsupportedOperationException();
    }

    /** Makes a key worthless from now on: at once on this server, within seconds on others that share its database. */
    public void revoke(String id) {
        throw new UnsupportedOperationException();
    }
}
