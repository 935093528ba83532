package org.cofferdam.ejb.sandbox;

import java.util.Map;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.jspecify.annotations.Nullable;

/**
 * Which sandboxes to list.
 *
 * @param labels that it must have, all of them
 * @param state that it must be in; any when null
 */
public record SandboxFilter(
        Map<String, String> labels, @Nullable SandboxState state) {

    public static final SandboxFilter ALL = new SandboxFilter(Map.of(), null);

    public SandboxFilter {
        labels = Map.copyOf(labels);
    }
}
