package org.cofferdam.ejb.access;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.cofferdam.ejb.background.Background;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.persistence.access.ApiKey;
import org.cofferdam.persistence.access.ApiKeyRepository;
import org.cofferdam.persistence.access.KeyText;
import org.cofferdam.protocol.access.KeyInfo;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.Page;
import org.jspecify.annotations.Nullable;

/** The use cases of API keys. Failures are {@link SandboxException}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ApiKeys {

    /** The most keys on a page of {@link #list}. */
    public static final int MAX_PAGE = 1000;

    @Inject
    private Database database;

    @Inject
    private Background background;

    private final KnownKeys known = new KnownKeys();
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    @PostConstruct
    void start() {
        background.every(Duration.ofSeconds(3), "Forgetting revoked keys", this::forgetRevoked);
    }

    /**
     * The holder of a key, or empty when it is none of ours or revoked. A key that was seen before is answered from memory.
     *
     * @param bearer the whole key, as the client sent it
     */
    public Optional<ApiKeyCaller> authenticate(String bearer) {
        return KeyText.parse(bearer).flatMap(this::authenticate);
    }

    private Optional<ApiKeyCaller> authenticate(KeyText text) {
        Optional<KnownKeys.Entry> entry = known.find(text.id());
        if (entry.isEmpty()) {
            long before = known.revocations();
            entry = database.call(entities -> new ApiKeyRepository(entities).findValid(text.id()))
                    .map(KnownKeys.Entry::of);
            entry.filter(it -> it.fits(text)).ifPresent(it -> known.add(it, before));
        }
        return entry.filter(it -> it.fits(text)).map(KnownKeys.Entry::caller);
    }

    /** Makes a key; only this answer holds its secret. */
    public KeyInfo create(NewKey newKey) {
        KeyText text = KeyText.random();
        ApiKey key = ApiKey.create(text, newKey, clock.instant());
        database.run(entities -> new ApiKeyRepository(entities).add(key));
        return key.toInfo(text);
    }

    /**
     * The keys that are not revoked, in the order of their ids.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param cursor of the page before, or null for the first page
     */
    public Page<KeyInfo> list(int limit, @Nullable String cursor) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "limit is 1 to " + MAX_PAGE);
        }
        List<KeyInfo> found = database.call(entities -> new ApiKeyRepository(entities)
                .list(cursor, limit + 1).stream().map(ApiKey::toInfo).toList());
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), found.get(limit - 1).id());
    }

    /**
     * Makes a key worthless from now on: at once on this server, within seconds on others that share its database.
     *
     * @throws SandboxException {@code key-not-found}
     */
    public void revoke(String id) {
        database.run(entities -> new ApiKeyRepository(entities)
                .findValid(id)
                .orElseThrow(() -> new SandboxException(ErrorCode.KEY_NOT_FOUND, "There is no such key"))
                .revoke(clock.instant()));
        known.remove(id);
    }

    /**
     * Forgets what other servers revoked. While the database is away nobody can revoke anything, and what is known stays: running sandboxes
     * can be used without it.
     */
    private void forgetRevoked() {
        Collection<String> ids = known.ids();
        if (ids.isEmpty()) {
            return;
        }
        try {
            known.retain(ids, database.call(entities -> new ApiKeyRepository(entities).validAmong(ids)));
        } catch (SandboxException e) {
            if (e.code() != ErrorCode.DATABASE_UNAVAILABLE && e.code() != ErrorCode.BUSY) {
                throw e;
            }
        }
    }
}
