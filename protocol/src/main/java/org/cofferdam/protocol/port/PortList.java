package org.cofferdam.protocol.port;

import java.util.List;

/** Exposed ports, by number. */
public record PortList(List<PortInfo> items) {

    public PortList {
        items = List.copyOf(items);
    }
}
