package org.cofferdam.ejb.sandbox;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.ejb.background.Background;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.ejb.pool.WarmPool;
import org.cofferdam.ejb.server.Servers;
import org.cofferdam.persistence.pool.WarmContainer;
import org.cofferdam.persistence.sandbox.SandboxRepository;
import org.cofferdam.persistence.sandbox.SandboxStanding;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;

/**
 * Moves what the platform has towards what the database wants: when the server starts, every {@value #EVERY_SECONDS} s, and when
 * the watch of the platform was cut. A pass:
 *
 * <ol>
 *   <li>Lists the containers of this installation. When the platform does not answer the pass ends: nothing is known.
 *   <li>Then reads which of them wait for a sandbox, then how every row stands. In this order, because a row is committed before its container is made and removed after
 *       it: a container without a row is an orphan, or its sandbox was destroyed a moment ago.
 *   <li>Decides for each row by {@link Repair}: desired state, observed state, container, link.
 *   <li>For what does not fit, and for each container or bean without a row, has the sandbox's bean settle it when its turn comes.
 *       The bean looks again at row and container, for the pass may be out of date by then; and since it admits one caller at a
 *       time, no operation of the sandbox is under way: PENDING now means a start that was cut off, desired and observed apart
 *       mean an intent that was.
 * </ol>
 *
 * <p>Settling decides alike:
 *
 * <ol>
 *   <li>DESTROYED: the container is removed, then the row.
 *   <li>PENDING: started, and so becomes RUNNING, or FAILED with a reason; STOPPED when the platform is away.
 *   <li>RUNNING with a running container that this server has no link to (it was restarted): linked again. The same boot id
 *       answers, its processes went on. An agent that does not answer has its container stopped: STOPPED.
 *   <li>RUNNING or PAUSED with a stopped container: STOPPED; the next use starts it.
 *   <li>RUNNING, PAUSED, SLEEPING, STOPPED without a container: FAILED, unless it never ran. {@code wake} makes a new one.
 *   <li>SLEEPING or FAILED with a running container: that is stopped.
 *   <li>Shall be PAUSED or SLEEPING and is not yet: frozen, stopped.
 *   <li>A container without a row: removed.
 * </ol>
 *
 * <p>Of several servers that share a database only the one that leads makes passes, and makes one as soon as it leads; the beans keep
 * their turns among servers too ({@link SandboxOwnership}), so a pass too many does no harm.
 *
 * <p>Hence: every step may be repeated; after any crash a pass leaves each sandbox usable, asleep, STOPPED or FAILED, and no container
 * without a row; a sandbox that fits costs the pass no call of its own.
 */
@Singleton
@Startup
@DependsOn({"SchemaUpdate", "Servers", "SandboxConfiguration", "SandboxDirectory", "Background"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Reconciler {

    static final int EVERY_SECONDS = 30;

    private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

    @Resource(lookup = "java:/cofferdam/ContainerPlatform")
    private ContainerPlatform platform;

    @Inject
    private Database database;

    @Inject
    private SandboxDirectory directory;

    @Inject
    private Background background;

    @Inject
    private Servers servers;

    @Inject
    private WarmPool pool;

    private final AtomicBoolean led = new AtomicBoolean();
    private final AtomicBoolean passWanted = new AtomicBoolean();
    private final AtomicBoolean platformAway = new AtomicBoolean();
    private final Map<SandboxId, String> unsettled = new ConcurrentHashMap<>();

    @PostConstruct
    void start() {
        takeTheLead();
        background.every(Duration.ofSeconds(1), "Looking who leads", this::takeTheLead);
        background.every(Duration.ofSeconds(EVERY_SECONDS), "Reconciliation", this::passSoon);
    }

    /** The server that led may have left something unfinished. */
    private void takeTheLead() {
        boolean leads = servers.leads();
        if (led.getAndSet(leads) != leads && leads) {
            passSoon();
        }
    }

    /** Begins a pass, unless one is about to begin. */
    public void passSoon() {
        if (passWanted.compareAndSet(false, true)) {
            background.run("Reconciliation", () -> {
                passWanted.set(false);
                pass();
            });
        }
    }

    /**
     * Has a sandbox settled soon.
     *
     * @param news what the platform told of its container; empty for nothing
     */
    public void settleSoon(SandboxId id, String news) {
        if (unsettled.put(id, news) == null) {
            background.run("Settling sandbox " + id, () -> settle(id));
        }
    }

    private void settle(SandboxId id) {
        String news = unsettled.remove(id);
        directory.run(id, bean -> bean.settle(news == null || news.isEmpty() ? null : news));
        if (directory.live(id).flatMap(LiveSandbox::link).isEmpty()
                && database.call(entities -> new SandboxRepository(entities).find(id))
                        .isEmpty()) {
            directory.retire(id);
        }
    }

    private void pass() {
        if (!servers.leads()) {
            return;
        }
        servers.forgetDead();
        Map<ContainerId, ContainerStatus> containers = new HashMap<>();
        try {
            list().forEach(it -> containers.put(it.id(), it.status()));
        } catch (SandboxException e) {
            if (platformAway.compareAndSet(false, true)) {
                LOG.log(WARNING, "The container platform is away: {0}", e.detail());
            }
            return;
        }
        if (platformAway.compareAndSet(true, false)) {
            LOG.log(INFO, "The container platform is back");
        }
        Set<ContainerId> waiting = pool.containers();
        List<SandboxStanding> rows = database.call(entities -> new SandboxRepository(entities).standings());
        rows.stream()
                .filter(row -> !fits(row, containers.get(new ContainerId(row.container()))))
                .forEach(row -> settleSoon(row.id(), ""));
        removeStrangers(containers.keySet(), waiting, rows);
        beansWithoutRow(rows).forEach(id -> settleSoon(id, ""));
    }

    private List<ContainerInfo> list() {
        try (ContainerConnection connection = platform.getConnection()) {
            return connection.list();
        }
    }

    private boolean fits(SandboxStanding row, @Nullable ContainerStatus container) {
        boolean linked = directory.live(row.id()).flatMap(LiveSandbox::link).isPresent();
        return Repair.of(row, container, linked) == Repair.NONE;
    }

    /** Containers that have no row. */
    private void removeStrangers(Set<ContainerId> containers, Set<ContainerId> waiting, List<SandboxStanding> rows) {
        Set<ContainerId> strangers = new HashSet<>(containers);
        strangers.removeAll(waiting);
        rows.forEach(row -> strangers.remove(new ContainerId(row.container())));
        for (ContainerId stranger : strangers) {
            if (WarmContainer.isName(stranger.value())) {
                pool.removeStray(stranger);
            } else {
                settleSoon(new SandboxId(stranger.value()), "");
            }
        }
    }

    private Set<SandboxId> beansWithoutRow(List<SandboxStanding> rows) {
        Set<SandboxId> beans =
                directory.allLive().stream().map(LiveSandbox::id).collect(Collectors.toCollection(HashSet::new));
        rows.stream().map(SandboxStanding::id).forEach(beans::remove);
        return beans;
    }
}
