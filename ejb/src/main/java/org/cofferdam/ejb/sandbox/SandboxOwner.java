package org.cofferdam.ejb.sandbox;

import jakarta.ejb.NoSuchEJBException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sandbox's stateful bean and how many callers are at it or wait for their turn. The bean is removed when the last of them has left: the
 * server would let those that wait into a removed one.
 */
final class SandboxOwner {

    private final SandboxBean bean;
    private final LiveSandbox live;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile boolean dismissed;

    SandboxOwner(SandboxBean bean, LiveSandbox live) {
        this.bean = bean;
        this.live = live;
    }

    SandboxBean bean() {
        return bean;
    }

    LiveSandbox live() {
        return live;
    }

    /** Called while the directory holds on to it. */
    void enter() {
        callers.incrementAndGet();
    }

    boolean hasOneCaller() {
        return callers.get() == 1;
    }

    /** The directory has forgotten it: nobody else enters. Called by one that has entered. */
    void dismiss() {
        dismissed = true;
        live.detach();
    }

    void leave() {
        if (callers.decrementAndGet() == 0 && dismissed) {
            try {
                bean.remove();
            } catch (NoSuchEJBException _) {
                // the server has thrown it away already
            }
        }
    }
}
