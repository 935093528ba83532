package org.cofferdam.ejb.sandbox;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.ConcurrentAccessException;
import jakarta.ejb.EJBException;
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

    /** Each one more means that somebody else destroyed the sandbox while we waited. */
    private static final int ATTEMPTS = 16;

    private final ConcurrentMap<SandboxId, SandboxOwner> owners = new ConcurrentHashMap<>();
    private final Clock clock = Clock.systemUTC();

    /** The hot path: a lease on a running sandbox, or empty when somebody must see to it first. */
    public Optional<SandboxLease> tryOpen(SandboxId id) {
        SandboxOwner owner = owners.get(id);
        return owner == null ? Optional.empty() : owner.live().tryOpen();
    }

    public Optional<LiveSandbox> live(SandboxId id) {
        return Optional.ofNullable(owners.get(id)).map(SandboxOwner::live);
    }

    public Collection<LiveSandbox> allLive() {
        return owners.values().stream().map(SandboxOwner::live).toList();
    }

    /**
     * A control operation of a sandbox, when its turn comes.
     *
     * @throws SandboxException of the operation; {@code busy} when the turn does not come
     */
    public <T> T call(SandboxId id, Function<SandboxBean, T> operation) {
        return attempt(id, owner -> operation.apply(owner.bean()));
    }

    /** As {@link #call} for an operation without a result. */
    public void run(SandboxId id, Consumer<SandboxBean> operation) {
        attempt(id, owner -> {
            operation.accept(owner.bean());
            return true;
        });
    }

    /** As {@link #run} for an operation after which the bean has no sandbox. */
    public void end(SandboxId id, Consumer<SandboxBean> operation) {
        attempt(id, owner -> {
            operation.accept(owner.bean());
            forget(id, owner);
            return true;
        });
    }

    /** Ends the bean of a sandbox that does not exist, unless somebody else is at it, and leaves that of one that does. */
    public void retire(SandboxId id) {
        attempt(id, owner -> {
            if (owner.hasOneCaller() && owner.bean().retire()) {
                forget(id, owner);
            }
            return true;
        });
    }

    private <T> T attempt(SandboxId id, Function<SandboxOwner, T> operation) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SandboxOwner owner = enter(id);
            try {
                return operation.apply(owner);
            } catch (ConcurrentAccessException e) {
                throw new SandboxException(
                        ErrorCode.BUSY, "Sandbox " + id + " is busy", "Try again in some seconds.", e);
            } catch (RetiredException _) {
                forget(id, owner); // the sandbox was destroyed while we waited: with the next one
            } catch (EJBException e) {
                forget(id, owner); // a defect: the server has thrown the bean away
                throw e;
            } finally {
                owner.leave();
            }
        }
        throw new SandboxException(ErrorCode.BUSY, "Sandbox " + id + " comes and goes", "Try again.", null);
    }

    private SandboxOwner enter(SandboxId id) {
        return owners.compute(id, (_, found) -> {
            SandboxOwner owner = found == null ? make(id) : found;
            owner.enter();
            return owner;
        });
    }

    @SuppressWarnings("BanJNDI") // the name is ours
    private SandboxOwner make(SandboxId id) {
        try {
            SandboxBean bean = InitialContext.doLookup("java:module/SandboxBean");
            LiveSandbox live = new LiveSandbox(id, clock);
            bean.own(live);
            return new SandboxOwner(bean, live);
        } catch (NamingException e) {
            throw new IllegalStateException("The application has no such bean", e);
        }
    }

    private void forget(SandboxId id, SandboxOwner owner) {
        owners.remove(id, owner);
        owner.dismiss();
    }

    @PreDestroy
    void closeLinks() {
        owners.values().forEach(owner -> owner.live().detach());
    }
}
