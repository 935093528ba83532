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
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.sandbox.SandboxId;
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

    // set by own(), before the directory lets anybody else at this bean
    private SandboxControl control;
    private SandboxStart start;
    private SandboxSettlement settlement;
    private SandboxId id;
    private boolean retired;

    /** For the server, which injects and then calls {@link #own}. */
    @SuppressWarnings("NullAway.Init")
    public SandboxBean() {}

    /** Binds the bean to its sandbox: its first call. */
    public void own(LiveSandbox live) {
        id = live.id();
        SandboxRow row = new SandboxRow(live.id(), new SandboxStore(database));
        SandboxContainer container = new SandboxContainer(live.id(), platform, configuration.settings());
        start = new SandboxStart(live, row, container);
        control = new SandboxControl(live, row, container, start, Clock.tickMillis(ZoneOffset.UTC));
        settlement = new SandboxSettlement(live, row, container, start, control);
    }

    public Created create(NewSandbox newSandbox, boolean wait) {
        Created created = control().create(newSandbox, wait);
        if (created.isNew()) {
            ports.forget(id); // of one that was destroyed while the platform was away
        }
        return created;
    }

    public void use() {
        start().use();
    }

    public SandboxInfo wake() {
        return start().wake();
    }

    public SandboxInfo sleep() {
        return control().sleep();
    }

    public void sleepIfIdle() {
        control().sleepIfIdle();
    }

    public SandboxInfo pause() {
        return control().pause();
    }

    public SandboxInfo resume() {
        return control().resume();
    }

    public void mergeEnv(Map<String, @Nullable String> changes) {
        control().mergeEnv(changes);
    }

    public SandboxInfo update(SandboxPatch patch) {
        return control().update(patch);
    }

    public ExposedPorts.Exposed expose(PortSpec spec) {
        requireActive();
        return ports.expose(id, spec);
    }

    public void revokePort(int port) {
        requireActive();
        ports.revoke(id, port);
    }

    public void settle(@Nullable String news) {
        settlement().settle(news);
    }

    /** Destroys the sandbox. The bean is of no more use: who waits for its turn is turned away, and finds or makes another. */
    public void destroy() {
        control().destroy();
        ports.forget(id);
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
