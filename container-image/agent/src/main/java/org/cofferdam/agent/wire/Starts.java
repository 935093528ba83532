package org.cofferdam.agent.wire;

import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.Processes;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessSpec;
import org.jspecify.annotations.Nullable;

/** Starts what a request asks for once, however often it is sent. */
final class Starts {

    private final Starter starter;
    private final Processes processes;

    /** Starts processes of all kinds. */
    interface Starter {
        AgentProcess start(ProcessSpec spec, Keep keep);
    }

    /** @param before whether an earlier sending of the request has started it */
    record Begun(AgentProcess process, boolean before) {}

    Starts(Starter starter, Processes processes) {
        this.starter = starter;
        this.processes = processes;
    }

    /** @throws SandboxException {@code process-exists}, {@code process-lost}, and what the starter throws */
    Begun begin(ProcessSpec spec, Keep keep) {
        AgentProcess earlier = earlier(spec);
        if (earlier == null && spec.sentMillisAgo() != null && processes.forgotSince(spec.sentMillisAgo())) {
            throw new SandboxException(
                    ErrorCode.PROCESS_LOST, "Process " + spec.id() + " may have run and is no longer known");
        }
        try {
            return earlier == null ? new Begun(starter.start(spec, keep), false) : new Begun(earlier, true);
        } catch (SandboxException e) {
            AgentProcess meanwhile = e.code() == ErrorCode.PROCESS_EXISTS ? earlier(spec) : null;
            if (meanwhile == null) {
                throw e;
            }
            return new Begun(meanwhile, true);
        }
    }

    private @Nullable AgentProcess earlier(ProcessSpec spec) {
        String request = spec.requestId();
        if (spec.id() == null || request == null) {
            return null;
        }
        return processes
                .find(spec.id())
                .filter(process -> request.equals(process.spec().requestId()))
                .orElse(null);
    }
}
