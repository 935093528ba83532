package org.cofferdam.protocol.process;

import java.util.List;

/** Processes, oldest first. */
public record ProcessList(List<ProcessInfo> items) {

    public ProcessList {
        items = List.copyOf(items);
    }
}
