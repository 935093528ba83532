package org.cofferdam.ejb.sandbox;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.ejb.background.Background;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.ejb.pool.WarmPool;
import org.cofferdam.ejb.port.ExposedPorts;
import org.cofferdam.ejb.template.Templates;
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.persistence.sandbox.SandboxRepository;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.port.PortList;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Ping;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of sandboxes. Failures are {@link SandboxException}. It has no state and is a singleton with concurrency of its own, for
 * a pool of stateless beans would be used up by callers that wait for a start, and {@link #open} must wait for nobody.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Sandboxes {

    /** The most sandboxes on a page of {@link #list}. */
    public static final int MAX_PAGE = 1000;

    private static final Duration PING_DEADLINE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 3;

    @Inject
    private SandboxDirectory directory;

    @Inject
    private Templates templates;

    @Inject
    private WarmPool pool;

    @Inject
    private Database database;

    @Inject
    private Background background;

    @Inject
    private ExposedPorts ports;

    /**
     * Makes a sandbox, with an id of its own when the spec has none.
     *
     * @param wait whether to return only when it is RUNNING
     * @throws SandboxException {@code sandbox-exists}, {@code image-not-found}, {@code start-timeout}, or of the platform
     */
    public Created create(SandboxSpec spec, boolean wait) {
        SandboxId id = spec.id() == null ? SandboxNames.random() : spec.id();
        Created created = make(id, spec, wait);
        if (!created.isNew()) {
            throw new SandboxException(
                    ErrorCode.SANDBOX_EXISTS, "There is a sandbox " + id, "PUT /sandboxes/" + id + " uses it.", null);
        }
        return created;
    }

    /**
     * The sandbox of this id, made when there is none; an id in the spec is ignored. One that sleeps or was stopped is started; one
     * that is paused or has failed is given as it is.
     */
    public Created getOrCreate(SandboxId id, SandboxSpec spec, boolean wait) {
        Created created = make(id, spec, wait);
        SandboxState state = created.info().state();
        if (created.isNew() || !wait || state == SandboxState.PAUSED || state == SandboxState.FAILED) {
            return created;
        }
        directory.run(id, SandboxBean::use);
        return Created.existing(get(id));
    }

    private Created make(SandboxId id, SandboxSpec spec, boolean wait) {
        NewSandbox resolved = templates.resolve(id, spec);
        Created created;
        try {
            created = directory.call(id, bean -> bean.create(resolved, wait));
        } catch (SandboxException e) {
            retire(id, e);
            throw e;
        }
        if (created.isNew()) {
            pool.note(Templates.templateId(spec), resolved.blueprint(), created.fromPool());
        }
        if (created.isNew() && !wait) {
            background.run("Start of sandbox " + id, () -> directory.run(id, SandboxBean::use));
        }
        return created;
    }

    /** A creation that failed may have left no sandbox: then its bean goes too. */
    private void retire(SandboxId id, SandboxException reason) {
        try {
            directory.retire(id);
        } catch (SandboxException e) {
            reason.addSuppressed(e);
        }
    }

    public SandboxInfo get(SandboxId id) {
        return require(id).toInfo();
    }

    private Sandbox require(SandboxId id) {
        return database.call(entities -> new SandboxRepository(entities).require(id));
    }

    /**
     * Sandboxes in the order of their ids.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param cursor of the page before, or null for the first page
     */
    public Page<SandboxInfo> list(SandboxFilter filter, int limit, @Nullable String cursor) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "limit is 1 to " + MAX_PAGE);
        }
        @Nullable SandboxId after = cursor == null ? null : parseCursor(cursor);
        List<SandboxInfo> found = database.call(
                entities -> new SandboxRepository(entities).list(filter.labels(), filter.state(), after, limit + 1));
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), found.get(limit - 1).id().value());
    }

    private static SandboxId parseCursor(String cursor) {
        try {
            return new SandboxId(cursor);
        } catch (SandboxException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Not a cursor of ours", e);
        }
    }

    public SandboxInfo update(SandboxId id, SandboxPatch patch) {
        require(id);
        return directory.call(id, bean -> bean.update(patch));
    }

    /**
     * Ends the sandbox and deletes its files; fine when there is none. When the platform is away the sandbox is gone for its clients, the
     * caller is told, and the container is removed when the platform is back.
     */
    public void destroy(SandboxId id) {
        boolean unknown = database.call(
                entities -> new SandboxRepository(entities).find(id).isEmpty());
        if (!unknown || directory.live(id).isPresent()) {
            directory.end(id, SandboxBean::destroy);
        }
    }

    /** Ends its processes and keeps its files, also while it is in use. */
    public SandboxInfo sleep(SandboxId id) {
        require(id);
        return directory.call(id, SandboxBean::sleep);
    }

    /** Starts it if it does not run; one that has failed gets another chance, with new files where the old ones are gone. */
    public SandboxInfo wake(SandboxId id) {
        require(id);
        return directory.call(id, SandboxBean::wake);
    }

    public SandboxInfo pause(SandboxId id) {
        require(id);
        return directory.call(id, SandboxBean::pause);
    }

    public SandboxInfo resume(SandboxId id) {
        require(id);
        return directory.call(id, SandboxBean::resume);
    }

    /** Changes variables of every command to come; a null value unsets one. */
    public void mergeEnv(SandboxId id, Map<String, @Nullable String> env) {
        require(id);
        directory.run(id, bean -> bean.mergeEnv(env));
    }

    /** Gives a port a preview URL, or changes what it has. */
    public ExposedPorts.Exposed expose(SandboxId id, PortSpec spec) {
        require(id);
        return directory.call(id, bean -> bean.expose(spec));
    }

    public PortList ports(SandboxId id) {
        require(id);
        return ports.list(id);
    }

    /** @throws SandboxException {@code port-not-found} */
    public void revokePort(SandboxId id, int port) {
        require(id);
        directory.run(id, bean -> bean.revokePort(port));
    }

    /** Asks the agent of a running sandbox for a sign of life; wakes nothing and is no use of the sandbox. */
    public Pong ping(SandboxId id) {
        AgentLink link = findUsable(id).orElseGet(() -> relink(id));
        return link.call(Operation.PING, new Ping(), Pong.class, PING_DEADLINE);
    }

    private Optional<AgentLink> findUsable(SandboxId id) {
        return directory.live(id).filter(LiveSandbox::usable).flatMap(LiveSandbox::link);
    }

    /** One that ought to run is looked at closely; it may be one that this server has not met yet. */
    private AgentLink relink(SandboxId id) {
        if (require(id).state() == SandboxState.RUNNING) {
            directory.run(id, bean -> bean.settle(null));
        }
        return findUsable(id).orElseThrow(() -> require(id).refusal());
    }

    /** As {@link #open} for one that runs; wakes nothing. */
    public SandboxLease openAwake(SandboxId id) {
        return directory
                .tryOpen(id)
                .or(() -> {
                    relink(id);
                    return directory.tryOpen(id);
                })
                .orElseThrow(() -> require(id).refusal());
    }

    /** Notes that bytes came or went without a lease: a tunnel that is merely open does not keep a sandbox awake. */
    public void touch(SandboxId id) {
        directory.live(id).ifPresent(LiveSandbox::touch);
    }

    /**
     * Opens a sandbox for use, waking it if need be. For one that runs this costs microseconds: no database, no platform, no stateful
     * bean. The caller closes the lease.
     */
    public SandboxLease open(SandboxId id) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<SandboxLease> lease = directory.tryOpen(id);
            if (lease.isPresent()) {
                return lease.get();
            }
            require(id);
            directory.run(id, SandboxBean::use);
        }
        throw new SandboxException(
                ErrorCode.BUSY, "Sandbox " + id + " does not stay awake", "Try again in some seconds.", null);
    }
}
