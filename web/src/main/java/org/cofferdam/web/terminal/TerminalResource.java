package org.cofferdam.web.terminal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.web.websocket.Sockets;
import org.jspecify.annotations.Nullable;

/** {@code terminal}: a WebSocket that shows a terminal. */
@Path("sandboxes/{id}/terminal")
@ApplicationScoped
public class TerminalResource {

    @Inject
    Sandboxes sandboxes;

    @Inject
    Sockets sockets;

    /** What is wrong with the sandbox is answered here; what is wrong with the terminal is told over the socket, where a page can read it. */
    @GET
    public Response show(
            @PathParam("id") SandboxId sandbox,
            @QueryParam("id") @Nullable ProcessId id,
            @QueryParam("session") @Nullable SessionId session,
            @QueryParam("command") @Nullable String command,
            @QueryParam("cols") @Nullable Integer cols,
            @QueryParam("rows") @Nullable Integer rows,
            @QueryParam("after") @Nullable Long after,
            @QueryParam("readOnly") @DefaultValue("false") boolean readOnly,
            @QueryParam("window") @Nullable Long window) {
        TerminalQuery query =
                new TerminalQuery(id, session, command, TerminalQuery.size(cols, rows), after, readOnly, window);
        try (SandboxLease _ = sandboxes.open(sandbox)) {
            return sockets.upgrade(socket -> new TerminalViewer(socket, query).hold(() -> sandboxes.open(sandbox)));
        }
    }
}
