package org.cofferdam.agent.process;

import org.jspecify.annotations.Nullable;

/**
 * The descriptors that a child gets as its first three, as numbers of ours.
 *
 * @param terminal the path of what the child opens as all three instead, or null
 */
public record Stdio(int in, int out, int err, @Nullable String terminal) {

    public Stdio(int in, int out, int err) {
        this(in, out, err, null);
    }

    static Stdio ofTerminal(String path) {
        return new Stdio(-1, -1, -1, path);
    }
}
