package org.cofferdam.web.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.web.json.Json;
import org.cofferdam.web.sandbox.AgentCalls;

/** {@code start}: a background process; {@code done} brings it as it stands then. */
@ApplicationScoped
public class StartOperation implements ChannelOperation<ProcessSpec> {

    /** The data of {@code done} where it tells of a process. */
    record Done(ProcessInfo process) {}

    @Inject
    AgentCalls agents;

    @Override
    public String op() {
        return "start";
    }

    @Override
    public Class<ProcessSpec> requestType() {
        return ProcessSpec.class;
    }

    /** A message's {@code id} is its operation's, so that of the process is its {@code processId}. */
    @Override
    public ProcessSpec read(ObjectNode members) {
        JsonNode process = members.remove("processId");
        if (process != null) {
            members.set("id", process);
        }
        return Json.convert(members, ProcessSpec.class);
    }

    @Override
    public void run(ProcessSpec request, Answer answer) throws IOException, InterruptedException {
        answer.done(
                new Done(agents.ask(answer.sandbox(), Operation.PROCESS_START, request.named(), ProcessInfo.class)));
    }
}
