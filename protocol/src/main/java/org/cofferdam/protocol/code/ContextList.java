package org.cofferdam.protocol.code;

import java.util.List;

/** Contexts, oldest first. */
public record ContextList(List<ContextInfo> items) {

    public ContextList {
        items = List.copyOf(items);
    }
}
