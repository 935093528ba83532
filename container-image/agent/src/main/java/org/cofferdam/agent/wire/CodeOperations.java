package org.cofferdam.agent.wire;

import org.cofferdam.agent.code.Contexts;
import org.cofferdam.protocol.code.ContextInfo;
import org.cofferdam.protocol.code.ContextList;
import org.cofferdam.protocol.code.ContextRequest;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunRequest;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.wire.Done;

/** The operations on contexts and runs. */
final class CodeOperations {

    private final Contexts contexts;

    CodeOperations(Contexts contexts) {
        this.contexts = contexts;
    }

    ContextInfo create(ContextRequest.Create request) {
        return contexts.create(request.spec());
    }

    ContextList list() {
        return new ContextList(contexts.list());
    }

    ContextInfo get(ContextRequest.Get request) {
        return contexts.get(request.id());
    }

    Done delete(ContextRequest.Delete request) {
        contexts.delete(request.id());
        return new Done();
    }

    ContextInfo restart(ContextRequest.Restart request) {
        return contexts.restart(request.id());
    }

    ContextInfo interrupt(ContextRequest.Interrupt request) {
        return contexts.interrupt(request.id());
    }

    RunEvent.Complete run(Connection connection, RunSpec spec) throws ConnectionClosedException {
        return new RunView(connection, contexts.run(spec)).show(null);
    }

    RunEvent.Complete attach(Connection connection, RunRequest.Attach request) throws ConnectionClosedException {
        return new RunView(connection, contexts.attach(request.id())).show(request.after());
    }
}
