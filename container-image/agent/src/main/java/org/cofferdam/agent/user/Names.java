package org.cofferdam.agent.user;

import java.util.HashMap;
import java.util.Map;

/** Names of users and groups by their numbers, as they were when this was made. */
public final class Names {

    private final Map<Integer, String> users = new HashMap<>();
    private final Map<Integer, String> groups = new HashMap<>();

    Names(Iterable<String[]> userEntries, Iterable<String[]> groupEntries) {
        userEntries.forEach(entry -> users.putIfAbsent(Integer.parseInt(entry[2]), entry[0]));
        groupEntries.forEach(entry -> groups.putIfAbsent(Integer.parseInt(entry[2]), entry[0]));
    }

    /** The name, or the number where there is none. */
    public String user(int uid) {
        return users.getOrDefault(uid, Integer.toUnsignedString(uid));
    }

    public String group(int gid) {
        return groups.getOrDefault(gid, Integer.toUnsignedString(gid));
    }
}
