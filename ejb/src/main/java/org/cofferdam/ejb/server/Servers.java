package org.cofferdam.ejb.server;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.cofferdam.ejb.background.Background;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.persistence.server.ServerRepository;
import org.cofferdam.protocol.error.SandboxException;

/**
 * Tells the others that this server lives, and knows who else does. A server that gives no sign of life for {@value
 * ServerRepository#ALIVE_SECONDS} s is taken for dead: the others may go on with what it was at. If it lives after all, the database
 * refuses what it commits of that.
 */
@Singleton
@Startup
@DependsOn({"SchemaUpdate", "Database", "Background"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Servers {

    private static final System.Logger LOG = System.getLogger(Servers.class.getName());
    private static final int BEAT_SECONDS = 2;

    @Inject
    private Database database;

    @Inject
    private Background background;

    private final String self = UUID.randomUUID().toString();
    private volatile List<String> alive = List.of(self);

    @PostConstruct
    void start() {
        beat();
        background.every(Duration.ofSeconds(BEAT_SECONDS), "Sign of life", this::beat);
    }

    /** While the database is away nobody can take over anything either. */
    private void beat() {
        try {
            alive = database.call(entities -> {
                ServerRepository servers = new ServerRepository(entities);
                servers.beat(self);
                return List.copyOf(servers.alive());
            });
        } catch (SandboxException e) {
            LOG.log(DEBUG, "No sign of life", e);
        }
    }

    /** This life of this server; another start has another name. */
    public String self() {
        return self;
    }

    /** Whether no other server shares the database, as far as is known: one that started is noticed within seconds. */
    public boolean alone() {
        return alive.size() <= 1;
    }

    /** Whether another server of this name lives. */
    public boolean otherLives(String server) {
        return !server.equals(self) && alive.contains(server);
    }

    /**
     * Whether it is up to this server to do what need be done once. For a moment two may think so, or none: what they do must be harmless
     * when it is done twice.
     */
    public boolean leads() {
        List<String> now = alive;
        return now.isEmpty() || now.getFirst().equals(self);
    }

    /** Forgets what servers that died left behind. */
    public void forgetDead() {
        database.run(entities -> new ServerRepository(entities).forgetDead());
    }

    @PreDestroy
    void leave() {
        try {
            database.run(entities -> new ServerRepository(entities).leave(self));
        } catch (SandboxException e) {
            LOG.log(DEBUG, "The others take this server for dead soon", e);
        }
    }
}
