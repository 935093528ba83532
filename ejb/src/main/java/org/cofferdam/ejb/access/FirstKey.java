package org.cofferdam.ejb.access;

import static java.lang.System.Logger.Level.INFO;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.persistence.access.ApiKey;
import org.cofferdam.persistence.access.ApiKeyRepository;
import org.cofferdam.persistence.access.KeyText;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.access.Role;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Makes a key when the server starts and there is none. It is in the file {@code api-key} of {@code cofferdam.home} ({@code
 * ~/.cofferdam}) before the database knows its hash, so that no crash leaves a key that nobody has.
 */
@Singleton
@Startup
@DependsOn("SchemaUpdate")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FirstKey {

    private static final System.Logger LOG = System.getLogger(FirstKey.class.getName());

    @Inject
    private Database database;

    @PostConstruct
    void makeIfNone() {
        database.run(entities -> {
            ApiKeyRepository keys = new ApiKeyRepository(entities);
            if (keys.hasAny()) {
                return;
            }
            KeyText text = KeyText.random();
            NewKey first = new NewKey("first", Set.of(Role.ADMIN, Role.USER));
            keys.add(ApiKey.create(text, first, Clock.tickMillis(ZoneOffset.UTC).instant()));
            KeyFile file = new KeyFile(home());
            write(file, text);
            LOG.log(INFO, "Made the first API key: {0}", file.path());
        });
    }

    private static Path home() {
        return ConfigProvider.getConfig()
                .getOptionalValue("cofferdam.home", Path.class)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cofferdam"));
    }

    private static void write(KeyFile file, KeyText text) {
        try {
            file.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file.path(), e);
        }
    }
}
