package org.cofferdam.connector;

import java.util.regex.Pattern;
import org.cofferdam.protocol.sandbox.SandboxId;

/**
 * The name of a container within this installation: a label of a host name (RFC 1123). A container that was made for a sandbox bears the
 * sandbox's id; one that was made before its sandbox has a name that no sandbox can have.
 */
public record ContainerId(String value) implements Comparable<ContainerId> {

    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws IllegalArgumentException for what is no label of a host name */
    public ContainerId {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("No name of a container: " + value);
        }
    }

    /** Of the container that is made for this sandbox. */
    public static ContainerId of(SandboxId sandbox) {
        return new ContainerId(sandbox.value());
    }

    @Override
    public int compareTo(ContainerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
