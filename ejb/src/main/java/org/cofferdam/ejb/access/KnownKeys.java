package org.cofferdam.ejb.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.persistence.access.ApiKey;
import org.cofferdam.persistence.access.KeyText;

/** Valid keys that were used lately: their hashes, never their secrets. */
final class KnownKeys {

    /** More are not expected; when they come, all are read anew. */
    private static final int MOST = 10_000;

    private final Map<String, Entry> entries = new HashMap<>();
    private long revocations;

    record Entry(ApiKeyCaller caller, String secretSha256) {

        static Entry of(ApiKey key) {
            return new Entry(new ApiKeyCaller(key.id(), key.name(), key.roles()), key.secretSha256());
        }

        boolean fits(KeyText text) {
            return text.hasSha256(secretSha256);
        }
    }

    synchronized Optional<Entry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** How many revocations this server has seen: to be asked before the database is. */
    synchronized long revocations() {
        return revocations;
    }

    /** Adds what was read, unless some key was revoked since: then it may be the one. */
    synchronized void add(Entry entry, long revocationsBefore) {
        if (revocations != revocationsBefore) {
            return;
        }
        if (entries.size() >= MOST) {
            entries.clear();
        }
        entries.put(entry.caller().keyId(), entry);
    }

    synchronized void remove(String id) {
        revocations++;
        entries.remove(id);
    }

    synchronized Collection<String> ids() {
        return List.copyOf(entries.keySet());
    }

    /** Of those asked about only the valid ones stay. */
    synchronized void retain(Collection<String> asked, Collection<String> valid) {
        for (String id : asked) {
            if (!valid.contains(id)) {
                remove(id);
            }
        }
    }
}
