package org.cofferdam.protocol.session;

import java.util.List;

/** Sessions, oldest first. */
public record SessionList(List<SessionInfo> items) {

    public SessionList {
        items = List.copyOf(items);
    }
}
