package org.cofferdam.client;

import java.util.ArrayList;
import java.util.List;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.jspecify.annotations.Nullable;

/**
 * Which sandboxes to list: those that have all labels, and the state.
 *
 * @param labels {@code key:value}
 * @param state any when null
 */
public record SandboxQuery(List<String> labels, @Nullable SandboxState state) {

    public static final SandboxQuery ALL = new SandboxQuery(List.of(), null);

    public SandboxQuery {
        labels = List.copyOf(labels);
    }

    public SandboxQuery label(String key, String value) {
        List<String> more = new ArrayList<>(labels);
        more.add(key + ":" + value);
        return new SandboxQuery(more, state);
    }

    public SandboxQuery state(SandboxState wanted) {
        return new SandboxQuery(labels, wanted);
    }
}
