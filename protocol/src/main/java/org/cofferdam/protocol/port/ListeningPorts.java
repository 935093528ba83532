package org.cofferdam.protocol.port;

import java.util.List;

/** What listens in a sandbox, by port. */
public record ListeningPorts(List<ListeningPort> items) {

    public ListeningPorts {
        items = List.copyOf(items);
    }
}
