package org.cofferdam.client;

import java.time.Duration;
import java.util.List;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.ContextInfo;
import org.cofferdam.protocol.code.ContextList;
import org.cofferdam.protocol.code.ContextSpec;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.code.RunResult;
import org.cofferdam.protocol.code.RunSpec;

/**
 * Runs code in a sandbox's contexts, where variables last from run to run. For any number of threads; runs of one context wait for each
 * other.
 *
 * <p>Methods throw {@link org.cofferdam.protocol.error.SandboxException}: {@code CONTEXT_NOT_FOUND}, {@code LANGUAGE_UNKNOWN} when the
 * image has no kernel for it, {@code KERNEL_FAILED} when that does not start.
 */
public final class CodeInterpreter {

    /** How long a kernel may take to start. */
    private static final Duration START = Duration.ofSeconds(150);

    private final Transport transport;
    private final String path;

    CodeInterpreter(Transport transport, String path) {
        this.transport = transport;
        this.path = path;
    }

    /** Runs Python in the default context. */
    public RunResult run(String code) {
        return run(new RunSpec(null, code, null, null, null, null, null, null));
    }

    /** Runs code in a context. */
    public RunResult run(String code, ContextId context) {
        return run(new RunSpec(null, code, context, null, null, null, null, null));
    }

    /**
     * Runs code to its end.
     *
     * @return what it printed and showed, also when it raised an error
     */
    public RunResult run(RunSpec spec) {
        return transport.call("POST", path + "/code").json(spec).within(START).as(RunResult.class);
    }

    /**
     * Runs code and gives what happens as it happens.
     *
     * @return to be closed, which leaves the run alone
     */
    public RunStream stream(RunSpec spec) {
        RunId id = spec.executionId() == null ? RunId.random() : spec.executionId();
        return RunStream.open(
                transport,
                id,
                () -> transport
                        .call("POST", path + "/code")
                        .json(spec.withId(id))
                        .within(START),
                () -> eventsOf(id));
    }

    /**
     * Follows a run that was begun elsewhere, from its beginning.
     *
     * @return to be closed, which leaves the run alone
     * @throws org.cofferdam.protocol.error.SandboxException {@code EXECUTION_NOT_FOUND}; the last 200 that have ended are remembered
     */
    public RunStream follow(RunId id) {
        return RunStream.open(transport, id, () -> eventsOf(id), () -> eventsOf(id));
    }

    private Call eventsOf(RunId id) {
        return transport.call("GET", path + "/code/" + id + "/events");
    }

    /** Makes a context; its kernel is ready then. */
    public ContextInfo createContext(ContextSpec spec) {
        return transport
                .call("POST", path + "/contexts")
                .json(spec)
                .within(START)
                .as(ContextInfo.class);
    }

    /** The contexts, oldest first. */
    public List<ContextInfo> contexts() {
        return transport.call("GET", path + "/contexts").as(ContextList.class).items();
    }

    public ContextInfo context(ContextId id) {
        return transport.call("GET", path + "/contexts/" + id).as(ContextInfo.class);
    }

    /** Starts its kernel anew: variables go, and what runs or waits ends. */
    public ContextInfo restart(ContextId id) {
        return transport
                .call("POST", path + "/contexts/" + id + "/restart")
                .within(START)
                .as(ContextInfo.class);
    }

    /** Interrupts what runs in it, as Ctrl-C would. */
    public ContextInfo interrupt(ContextId id) {
        return transport.call("POST", path + "/contexts/" + id + "/interrupt").as(ContextInfo.class);
    }

    /** Ends it with its kernel. */
    public void delete(ContextId id) {
        transport.call("DELETE", path + "/contexts/" + id).run();
    }
}
