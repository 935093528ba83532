package org.cofferdam.protocol.git;

import java.util.List;

/** Branches by name, those of the repository itself first. */
public record GitBranches(List<GitBranch> items) {

    public GitBranches {
        items = List.copyOf(items);
    }
}
