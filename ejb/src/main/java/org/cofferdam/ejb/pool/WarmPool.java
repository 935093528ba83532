package org.cofferdam.ejb.pool;

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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.ejb.background.Background;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.ejb.server.Servers;
import org.cofferdam.ejb.template.PooledTemplate;
import org.cofferdam.ejb.template.SandboxConfiguration;
import org.cofferdam.ejb.template.Templates;
import org.cofferdam.persistence.pool.WarmContainer;
import org.cofferdam.persistence.pool.WarmContainerRepository;
import org.cofferdam.persistence.sandbox.Blueprint;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.template.PoolInfo;
import org.cofferdam.protocol.template.TemplateId;
import org.jspecify.annotations.Nullable;

/**
 * Keeps containers of templates ready, so that a creation costs a row and a message to an agent instead of a start. The transaction that
 * makes a sandbox takes one ({@link WarmContainerRepository#claim}); this refills behind it:
 *
 * <ol>
 *   <li>The server that leads looks every second, and at once after a claim through it.
 *   <li>What nobody can use is removed: containers of a template that changed or went, starts that died with their server.
 *   <li>What is missing is started, as {@link Refill} allows.
 *   <li>Each container that waits is asked every {@value #CHECK_SECONDS} s for a sign of life.
 * </ol>
 *
 * <p>A container leaves the pool once and never comes back.
 */
@Singleton
@Startup
@DependsOn({"SchemaUpdate", "Database", "Servers", "SandboxConfiguration", "TemplateFile", "Background"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WarmPool {

    static final int CHECK_SECONDS = 30;

    private static final System.Logger LOG = System.getLogger(WarmPool.class.getName());

    @Resource(lookup = "java:/cofferdam/ContainerPlatform")
    private ContainerPlatform platform;

    @Inject
    private Templates templates;

    @Inject
    private SandboxConfiguration configuration;

    @Inject
    private Database database;

    @Inject
    private Servers servers;

    @Inject
    private Background background;

    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    private final Map<TemplateId, Refill> refills = new ConcurrentHashMap<>();
    private final ClaimCounts counts = new ClaimCounts();
    private final Map<String, Instant> checked = new ConcurrentHashMap<>();
    private volatile Map<TemplateId, PooledTemplate> pooled = Map.of();
    private final AtomicBoolean looking = new AtomicBoolean();
    private WarmStarts starts;

    /** For the server, which injects. */
    @SuppressWarnings("NullAway.Init")
    public WarmPool() {}

    @PostConstruct
    void start() {
        starts = new WarmStarts(platform, database, configuration.settings().startTimeout());
        background.every(Duration.ofSeconds(1), "Looking after the warm pool", this::look);
    }

    /** A sandbox of this template was made, with a container from the pool or without; of one that is made otherwise nothing is noted. */
    public void note(TemplateId id, Blueprint blueprint, boolean claimed) {
        PooledTemplate template = pooled.get(id);
        if (template == null || !template.blueprint().equals(blueprint)) {
            return;
        }
        counts.note(id, claimed);
        Refill refill = refills.get(id);
        if (!claimed && refill != null) {
            refill.missed();
        }
        background.run("Looking after the warm pool", this::look);
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            try {
                pooled = templates.pooled().stream()
                        .collect(Collectors.toUnmodifiableMap(PooledTemplate::id, Function.identity()));
                if (servers.leads()) {
                    lookAfter(pooled, starts.underWay(), all());
                }
            } catch (SandboxException e) {
                if (e.code() != ErrorCode.DATABASE_UNAVAILABLE && e.code() != ErrorCode.BUSY) {
                    throw e;
                }
            } finally {
                looking.set(false);
            }
        }
    }

    private void lookAfter(Map<TemplateId, PooledTemplate> wanted, Set<String> underWay, List<WarmContainer> all) {
        List<WarmContainer> useful = new ArrayList<>();
        checked.keySet().retainAll(all.stream().map(WarmContainer::id).collect(Collectors.toSet()));
        refills.keySet().retainAll(wanted.keySet());
        for (WarmContainer container : all) {
            if (underWay.contains(container.id()) || useful(container, wanted.get(container.template()))) {
                useful.add(container);
            } else {
                dropSoon(container, "nobody can use it");
            }
        }
        wanted.values().forEach(template -> refill(template, of(template, useful)));
    }

    private static List<WarmContainer> of(PooledTemplate template, List<WarmContainer> containers) {
        return containers.stream()
                .filter(it -> it.template().equals(template.id()))
                .toList();
    }

    private boolean useful(WarmContainer container, @Nullable PooledTemplate template) {
        boolean startGoesOn = container.ready() || servers.otherLives(container.madeBy());
        return startGoesOn && template != null && template.blueprint().equals(container.blueprint());
    }

    private void refill(PooledTemplate template, List<WarmContainer> containers) {
        List<WarmContainer> ready =
                containers.stream().filter(WarmContainer::ready).toList();
        int starting = containers.size() - ready.size();
        Refill refill = refills.computeIfAbsent(template.id(), _ -> new Refill(clock));
        int missing = refill.starts(template.size(), ready.size(), starting);
        for (int i = 0; i < missing; i++) {
            startSoon(template, refill);
        }
        ready.stream()
                .limit(Math.max(0, ready.size() - refill.target()))
                .forEach(it -> dropSoon(it, "there are more than needed"));
        ready.stream().filter(this::dueForCheck).forEach(this::checkSoon);
    }

    private void startSoon(PooledTemplate template, Refill refill) {
        WarmContainer container =
                WarmContainer.create(template.id(), template.blueprint(), servers.self(), clock.instant());
        starts.begin(container);
        background.run("Start of container " + container.id(), () -> {
            try {
                starts.finish(container);
                refill.succeeded();
            } catch (SandboxException e) {
                refill.failed(e.detail());
                throw e;
            }
        });
    }

    private boolean dueForCheck(WarmContainer container) {
        Instant last = checked.computeIfAbsent(container.id(), _ -> clock.instant());
        return !clock.instant().isBefore(last.plusSeconds(CHECK_SECONDS));
    }

    private void checkSoon(WarmContainer container) {
        checked.put(container.id(), clock.instant());
        background.run("Check of container " + container.id(), () -> {
            try {
                starts.check(container);
            } catch (SandboxException e) {
                drop(container.id(), e.detail());
            }
        });
    }

    private void dropSoon(WarmContainer container, String reason) {
        background.run("Removal of container " + container.id(), () -> drop(container.id(), reason));
    }

    private void drop(String id, String reason) {
        if (starts.drop(id)) {
            LOG.log(WARNING, "Container {0} leaves the pool: {1}", id, reason);
        }
    }

    /** The platform told that it ended or went. */
    public void died(ContainerId id) {
        background.run("Removal of container " + id, () -> drop(id.value(), "it ended"));
    }

    /** Removes a container that has a name of the pool's, and neither a place in it nor a sandbox. */
    public void removeStray(ContainerId id) {
        background.run("Removal of container " + id, () -> starts.remove(id));
    }

    /** The containers that wait, or are started to. */
    public Set<ContainerId> containers() {
        return all().stream().map(it -> new ContainerId(it.id())).collect(Collectors.toSet());
    }

    private List<WarmContainer> all() {
        return database.call(entities -> new WarmContainerRepository(entities).all());
    }

    /** How each pool stands. Only the server that leads knows of a target above the minimum, and of failures. */
    public List<PoolInfo> info() {
        Map<TemplateId, List<WarmContainer>> byTemplate =
                all().stream().collect(Collectors.groupingBy(WarmContainer::template));
        return templates.pooled().stream()
                .map(it -> info(it, byTemplate.getOrDefault(it.id(), List.of())))
                .toList();
    }

    private PoolInfo info(PooledTemplate template, List<WarmContainer> containers) {
        Refill refill = refills.get(template.id());
        int ready = (int) containers.stream().filter(WarmContainer::ready).count();
        return new PoolInfo(
                template.id(),
                refill == null ? template.size().min() : refill.target(),
                ready,
                containers.size() - ready,
                counts.claimed(template.id()),
                counts.missed(template.id()),
                refill == null ? null : refill.failure());
    }
}
