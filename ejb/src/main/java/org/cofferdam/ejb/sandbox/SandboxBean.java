package org.cofferdam.ejb.sandbox;

import jakarta.annotation.Resource;
import jakarta.ejb.AccessTimeout;
import jakarta.ejb.Remove;
import jakarta.ejb.Stateful;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.ejb.port.ExposedPorts;
import org.cofferdam.ejb.server.Servers;
import org.cofferdam.ejb.template.SandboxConfiguration;
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one sandbox: the server admits one caller at a time, so control operations of a sandbox come one after the other, while
 * those of different sandboxes do not know of each other. It waits longer for its turn than any one operation takes. No transaction of
 * the container's, for the operations call the platform in between; see {@link SandboxControl}. Its methods are public because a
 * no-interface view has no others.
 */
@Stateful(passivationCapable = false)
@AccessTimeout(value = 100, unit = TimeUnit.SECONDS)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SandboxBean {

    @Resource(lookup = "java:/cofferdam/ContainerPlatform")
    private ContainerPlatform platform;

    @Inject
    private Database database;

    @Inject
    private SandboxConfiguration configuration;

    @Inject
    private ExposedPorts ports;

    @Inject
    private Servers servers;

    // set by own(), before the directory lets anybody else at this bean
    private LiveSandbox live;
    private SandboxOwnership ownership;
    private SandboxControl control;
    private SandboxStart start;
    private SandboxSettlement settlement;
    private boolean retired;

    /** For the server, which injects and then calls {@link #own}. */
    @SuppressWarnings("NullAway.Init")
    public SandboxBean() {}

    /** Binds the bean to its sandbox: its first call. */
    public void own(LiveSandbox ownLive) {
        live = ownLive;
        ownership = new SandboxOwnership(live.id(), servers.self(), database);
        SandboxRow row = new SandboxRow(live.id(), new SandboxStore(database, ownership));
        SandboxContainer container = new SandboxContainer(platform, configuration.settings());
        start = new SandboxStart(live, row, container);
        control = new SandboxControl(live, row, container, start, Clock.tickMillis(ZoneOffset.UTC));
        settlement = new SandboxSettlement(live, row, container, start, control);
    }

    public Created create(NewSandbox newSandbox, boolean wait) {
        SandboxControl active = control();
        Created created = ownership.during(() -> active.create(newSandbox, wait));
        if (created.isNew()) {
            ports.forget(live.id()); // of one that was destroyed while the platform was away
        }
        return created;
    }

    public void use() {
        SandboxStart active = start();
        if (!live.usable()) {
            ownership.run(active::use);
        }
    }

    public SandboxInfo wake() {
        SandboxStart active = start();
        return ownership.during(active::wake);
    }

    public SandboxInfo sleep() {
        SandboxControl active = control();
        return ownership.during(active::sleep);
    }

    public void sleepIfIdle() {
        SandboxControl active = control();
        if (live.idle()) {
            ownership.run(() -> active.sleepIfIdle(servers.alone()));
        }
    }

    public SandboxInfo pause() {
        SandboxControl active = control();
        return ownership.during(active::pause);
    }

    public SandboxInfo resume() {
        SandboxControl active = control();
        return ownership.during(active::resume);
    }

    public void mergeEnv(Map<String, @Nullable String> changes) {
        SandboxControl active = control();
        ownership.run(() -> active.mergeEnv(changes));
    }

    public SandboxInfo update(SandboxPatch patch) {
        SandboxControl active = control();
        return ownership.during(() -> active.update(patch));
    }

    public ExposedPorts.Exposed expose(PortSpec spec) {
        requireActive();
        return ownership.during(() -> ports.expose(live.id(), spec));
    }

    public void revokePort(int port) {
        requireActive();
        ownership.run(() -> ports.revoke(live.id(), port));
    }

    public void settle(@Nullable String news) {
        SandboxSettlement active = settlement();
        ownership.run(() -> active.settle(news));
    }

    /** Destroys the sandbox. The bean is of no more use: who waits for its turn is turned away, and finds or makes another. */
    public void destroy() {
        SandboxControl active = control();
        ownership.run(active::destroy);
        ports.forget(live.id());
        retired = true;
    }

    /** Retires this bean when it has no sandbox; tells whether it did. */
    public boolean retire() {
        retired = control().absent();
        return retired;
    }

    /** For the directory, when nobody can call it any more. */
    @Remove
    public void remove() {
        retired = true;
    }

    private SandboxControl control() {
        requireActive();
        return control;
    }

    private SandboxStart start() {
        requireActive();
        return start;
    }

    private SandboxSettlement settlement() {
        requireActive();
        return settlement;
    }

    private void requireActive() {
        if (retired) {
            throw new RetiredException();
        }
    }
}
