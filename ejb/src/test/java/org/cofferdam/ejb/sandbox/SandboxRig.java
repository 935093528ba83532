package org.cofferdam.ejb.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.ejb.template.SandboxSettings;
import org.cofferdam.persistence.pool.WarmContainer;
import org.cofferdam.persistence.pool.WarmContainerRepository;
import org.cofferdam.persistence.sandbox.Blueprint;
import org.cofferdam.persistence.sandbox.Limits;
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.persistence.sandbox.Sandbox;
import org.cofferdam.persistence.sandbox.Variables;
import org.cofferdam.persistence.server.OwnerRepository;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.cofferdam.protocol.template.TemplateId;

/** The parts behind one sandbox's bean, put together on a database and a platform in memory. */
final class SandboxRig {

    static final SandboxId ID = new SandboxId("box");

    static final ContainerId CONTAINER = ContainerId.of(ID);

    static final String SERVER = "this server";

    final MemoryDatabase database = new MemoryDatabase();
    final MemoryPlatform platform = new MemoryPlatform();
    final SandboxRow row = new SandboxRow(ID, new SandboxStore(database, new SandboxOwnership(ID, SERVER, database)));
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    LiveSandbox live;
    SandboxStart start;
    SandboxControl control;
    SandboxSettlement settlement;

    @SuppressWarnings("NullAway.Init")
    SandboxRig() {
        ownedBy(SERVER);
        restart();
    }

    /** As after a crash of the server: nothing in memory is left. */
    void restart() {
        SandboxSettings settings = new SandboxSettings(
                "image", new SleepAfter("10m"), new Limits(1000, 1L << 30, 512, null), Duration.ofSeconds(1), 1 << 20);
        live = new LiveSandbox(ID, () -> now);
        SandboxContainer container = new SandboxContainer(platform, settings);
        start = new SandboxStart(live, row, container);
        control = new SandboxControl(live, row, container, start, () -> now);
        settlement = new SandboxSettlement(live, row, container, start, control);
    }

    static NewSandbox spec(String image) {
        return new NewSandbox(
                ID,
                new Blueprint(image, NetworkMode.OUTSIDE, new Limits(1000, 1L << 30, 512, null)),
                new Variables(Map.of("A", "1")),
                Map.of(),
                new SleepAfter("10m"));
    }

    /** Has a container wait for a sandbox of this image. */
    WarmContainer warm(String image) {
        WarmContainer warm =
                WarmContainer.create(TemplateId.DEFAULT, spec(image).blueprint(), SERVER, now);
        platform.containers.put(new ContainerId(warm.id()), new MemoryPlatform.Container());
        return database.call(entities -> {
            WarmContainerRepository pool = new WarmContainerRepository(entities);
            pool.add(warm);
            pool.markReady(warm.id());
            return warm;
        });
    }

    /** As if that server, and nobody else, were at the sandbox. */
    void ownedBy(String server) {
        database.call(entities ->
                entities.createNativeQuery("delete from sandbox_owner").executeUpdate());
        database.call(entities -> new OwnerRepository(entities).take(ID, server));
    }

    void running() {
        control.create(spec("image"), true);
    }

    Sandbox stored() {
        return row.find().orElseThrow();
    }

    MemoryPlatform.Container container() {
        return Objects.requireNonNull(platform.containers.get(CONTAINER));
    }
}
