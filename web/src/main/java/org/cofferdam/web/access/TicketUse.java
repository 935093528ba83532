package org.cofferdam.web.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cofferdam.protocol.sandbox.SandboxId;

/** A WebSocket handshake that brings a ticket, which is good for nothing else. */
record TicketUse(String ticket, SandboxId sandbox) {

    private static final Pattern PATH = Pattern.compile("/sandboxes/([^/]+)/.+");

    /** The use that a request makes of a ticket, or empty when it makes none. */
    static Optional<TicketUse> in(HttpServletRequest request) {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            return Optional.empty();
        }
        String ticket = request.getParameter("ticket");
        Matcher path = PATH.matcher(request.getPathInfo() == null ? "" : request.getPathInfo());
        return ticket == null || !path.matches()
                ? Optional.empty()
                : Optional.of(new TicketUse(ticket, new SandboxId(path.group(1))));
    }
}
