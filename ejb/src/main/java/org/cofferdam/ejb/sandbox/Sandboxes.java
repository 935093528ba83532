package org.cofferdam.ejb.sandbox;

import jakarta.ejb.Stateless;
import java.util.Map;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.jspecify.annotations.Nullable;

/** The use cases of sandboxes. Failures are {@link org.cofferdam.protocol.error.SandboxException}. */
@Stateless
public class Sandboxes {

    /** The most sandboxes on a page of {@link #list}. */
    public static final int MAX_PAGE = 1000;

    /**
     * Makes a sandbox, with an id of its own when the spec has none.
     *
     * @param wait whether to return only when it is RUNNING
     */
    public Created create(SandboxSpec spec, boolean wait) {
        throw new UnsupportedOperationException();
    }

    /** The sandbox of this id, made when there is none; an id in the spec is ignored. */
    public Created getOrCreate(SandboxId id, SandboxSpec spec, boolean wait) {
        throw new UnsupportedOperationException();
    }

    public SandboxInfo get(SandboxId id) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sandboxes in the order of their ids.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param cursor of the page before, or null for the first page
     */
    public Page<SandboxInfo> list(SandboxFilter filter, int limit, @Nullable String cursor) {
        throw new UnsupportedOperationException();
    }

    public SandboxInfo update(SandboxId id, SandboxPatch patch) {
        throw new UnsupportedOperationException();
    }

    /** Ends the sandbox and deletes its files; fine when there is none. */
    public void destroy(SandboxId id) {
        throw new UnsupportedOperationException();
    }

    public SandboxInfo sleep(SandboxId id) {
        throw new UnsupportedOperationException();
    }

    public SandboxInfo wake(SandboxId id) {
        throw new UnsupportedOperationException();
    }

    public SandboxInfo pause(SandboxId id) {
        throw new UnsupportedOperationException();
    }

    public SandboxInfo resume(SandboxId id) {
        throw new UnsupportedOperationException();
    }

    /** Changes variables of every command to come; a null value unsets one. */
    public void mergeEnv(SandboxId id, Map<String, @Nullable String> env) {
        throw new UnsupportedOperationException();
    }

    /** Asks the agent of a running sandbox for a sign of life; wakes nothing and is no use of the sandbox. */
    public Pong ping(SandboxId id) {
        throw new UnsupportedOperationException();
    }

    /** Opens a sandbox for use, waking it if need be. The caller closes the lease. */
    public SandboxLease open(SandboxId id) {
        throw new UnsupportedOperationException();
    }
}
