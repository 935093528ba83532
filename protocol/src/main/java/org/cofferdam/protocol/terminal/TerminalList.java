package org.cofferdam.protocol.terminal;

import java.util.List;

/** Terminals, oldest first. */
public record TerminalList(List<TerminalInfo> items) {

    public TerminalList {
        items = List.copyOf(items);
    }
}
