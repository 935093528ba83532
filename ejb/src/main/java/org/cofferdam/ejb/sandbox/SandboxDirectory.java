package org.cofferdam.ejb.sandbox;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.ConcurrentAccessException;
import jakarta.ejb.EJBException;
import jakarta.ejb.NoSuchEJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * Finds or makes the stateful bean of a sandbox, and holds what is known of live ones. Its concurrency is its own (a concurrent map):
 * with the container's, a use of one sandbox would wait for the making of another's bean.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SandboxDirectory {

    private static final int ATTEMPTS = 5;

    private final ConcurrentMap<SandboxId, Entry> entries = new ConcurrentHashMap<>();
    private final Clock clock = Clock.systemUTC();

    private record Entry(SandboxBean bean, LiveSandbox live) {}

    /** The hot path: a lease on a running sandbox, or empty when somebody must see to it first. */
    public Optional<SandboxLease> tryOpen(SandboxId id) {
        Entry entry = entries.get(id);
        return entry == null ? Optional.empty() : entry.live().tryOpen();
    }

    public Optional<LiveSandbox> live(SandboxId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::live);
    }

    public Collection<LiveSandbox> allLive() {
        return entries.values().stream().map(Entry::live).toList();
    }

    /**
     * A control operation of a sandbox, when its turn comes.
     *
     * @throws SandboxException of the operation; {@code busy} when the turn does not come
     */
    public <T> T call(SandboxId id, Function<SandboxBean, T> operation) {
        return attempt(id, entry -> operation.apply(entry.bean()));
    }

    /** As {@link #call} for an operation without a result. */
    public void run(SandboxId id, Consumer<SandboxBean> operation) {
        attempt(id, entry -> {
            operation.accept(entry.bean());
            return true;
        });
    }

    /** As {@link #run} for an operation that removes the bean. */
    public void end(SandboxId id, Consumer<SandboxBean> operation) {
        attempt(id, entry -> {
            operation.accept(entry.bean());
            forget(id, entry);
            return true;
        });
    }

    private <T> T attempt(SandboxId id, Function<Entry, T> operation) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Entry entry = entries.computeIfAbsent(id, this::make);
            try {
                return operation.apply(entry);
            } catch (ConcurrentAccessException e) {
                throw new SandboxException(
                        ErrorCode.BUSY, "Sandbox " + id + " is busy", "Try again in some seconds.", e);
            } catch (NoSuchEJBException | RetiredException _) {
                forget(id, entry); // destroyed while we waited: with the next one
            } catch (EJBException e) {
                forget(id, entry); // a defect: the server has thrown the bean away
                throw e;
            }
        }
        throw new SandboxException(ErrorCode.BUSY, "Sandbox " + id + " comes and goes", "Try again.", null);
    }

    @SuppressWarnings("BanJNDI") // the name is ours
    private Entry make(SandboxId id) {
        try {
            SandboxBean bean = InitialContext.doLookup("java:module/SandboxBean");
            LiveSandbox live = new LiveSandbox(id, clock);
            bean.own(live);
            return new Entry(bean, live);
        } catch (NamingException e) {
            throw new IllegalStateException("The application has no such bean", e);
        }
    }

    private void forget(SandboxId id, Entry entry) {
        if (entries.remove(id, entry)) {
            entry.live().detach();
        }
    }

    @PreDestroy
    void closeLinks() {
        entries.values().forEach(entry -> entry.live().detach());
    }
}
