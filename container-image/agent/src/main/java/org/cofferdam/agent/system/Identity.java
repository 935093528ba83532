package org.cofferdam.agent.system;

import java.util.List;

/** What the kernel knows a user by. */
public record Identity(int uid, int gid, List<Integer> groups) {

    public Identity {
        groups = List.copyOf(groups);
    }
}
