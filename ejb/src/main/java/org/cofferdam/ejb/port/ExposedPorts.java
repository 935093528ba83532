package org.cofferdam.ejb.port;

import jakarta.annotation.PostConstruct;
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
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.cofferdam.ejb.background.Background;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.ejb.server.Servers;
import org.cofferdam.persistence.port.ExposedPort;
import org.cofferdam.persistence.port.ExposedPortRepository;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.port.PortInfo;
import org.cofferdam.protocol.port.PortList;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * All exposed ports, in memory: a request to a preview asks no database, so one with a wrong token costs nothing and takes as long as any
 * other wrong one. Changes of one sandbox come one after the other, for its bean makes them: committed first, then seen. What another
 * server that shares the database changed is seen within some seconds.
 */
@Singleton
@Startup
@DependsOn({"SchemaUpdate", "Servers", "Background"})
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ExposedPorts {

    private static final Duration REFRESH = Duration.ofSeconds(2);

    @Inject
    private Database database;

    @Inject
    private Background background;

    @Inject
    private Servers servers;

    private final Map<Place, Preview> previews = new ConcurrentHashMap<>();
    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
    private PreviewSettings settings;

    private record Place(SandboxId sandbox, int port) {

        static Place of(Preview preview) {
            return new Place(preview.sandbox(), preview.port());
        }
    }

    /** What became of a request to expose a port. */
    public record Exposed(PortInfo info, boolean isNew) {}

    /** For the server. */
    @SuppressWarnings("NullAway.Init")
    public ExposedPorts() {}

    @PostConstruct
    void load() {
        Config config = ConfigProvider.getConfig();
        settings = PreviewSettings.from(key -> config.getOptionalValue(key, String.class));
        database.call(entities -> new ExposedPortRepository(entities).all()).forEach(this::remember);
        background.every(REFRESH, "Noting the ports of other servers", this::refresh);
    }

    /** What other servers exposed and revoked. */
    private void refresh() {
        if (servers.alone()) {
            return;
        }
        List<ExposedPort> all = database.call(entities -> new ExposedPortRepository(entities).all());
        Set<Place> places = all.stream().map(this::remember).map(Place::of).collect(Collectors.toSet());
        previews.keySet().retainAll(places);
    }

    private Preview remember(ExposedPort port) {
        Preview preview = Preview.of(port);
        previews.put(Place.of(preview), preview);
        return preview;
    }

    public PreviewSettings settings() {
        return settings;
    }

    /** The preview of a host's first label; empty for one that is unknown, revoked, rotated or expired. */
    public Optional<Preview> find(SandboxId sandbox, int port, String label) {
        @Nullable Preview preview = previews.get(new Place(sandbox, port));
        return preview != null && preview.opens(label, clock.instant()) ? Optional.of(preview) : Optional.empty();
    }

    /** What the application at a port gets as its Host. */
    public String hostOf(SandboxId sandbox, int port) {
        @Nullable Preview preview = previews.get(new Place(sandbox, port));
        return preview == null || preview.host().equals(PortSpec.PREVIEW_HOST) ? "localhost:" + port : preview.host();
    }

    /** Exposes a port, or changes how it is. For the sandbox's bean alone. */
    public Exposed expose(SandboxId sandbox, PortSpec spec) {
        boolean[] isNew = {false};
        ExposedPort port = database.call(entities -> {
            ExposedPortRepository ports = new ExposedPortRepository(entities);
            Optional<ExposedPort> found = ports.find(sandbox, spec.port());
            isNew[0] = found.isEmpty();
            if (found.isPresent()) {
                found.get().apply(spec, clock.instant());
                return found.get();
            }
            ExposedPort made = ExposedPort.expose(sandbox, spec, clock.instant());
            ports.add(made);
            return made;
        });
        return new Exposed(remember(port).toInfo(settings), isNew[0]);
    }

    /**
     * Ends a preview at once. For the sandbox's bean alone.
     *
     * @throws SandboxException {@code port-not-found}
     */
    public void revoke(SandboxId sandbox, int port) {
        database.run(entities -> {
            ExposedPortRepository ports = new ExposedPortRepository(entities);
            ports.remove(ports.find(sandbox, port)
                    .orElseThrow(() -> new SandboxException(
                            ErrorCode.PORT_NOT_FOUND, "Port " + port + " of sandbox " + sandbox + " is not exposed")));
        });
        previews.remove(new Place(sandbox, port));
    }

    /** The sandbox is gone, and its rows with it. For its bean alone. */
    public void forget(SandboxId sandbox) {
        previews.keySet().removeIf(place -> place.sandbox().equals(sandbox));
    }

    /** The ports of a sandbox. */
    public PortList list(SandboxId sandbox) {
        refresh();
        return new PortList(previews.values().stream()
                .filter(preview -> preview.sandbox().equals(sandbox))
                .sorted(Comparator.comparingInt(Preview::port))
                .map(preview -> preview.toInfo(settings))
                .toList());
    }
}
