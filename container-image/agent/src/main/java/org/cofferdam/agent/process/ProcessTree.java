package org.cofferdam.agent.process;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.system.Identity;
import org.cofferdam.protocol.process.Signal;

/**
 * All processes that stem from one: its descendants, its session, and those that left both but carry the mark of its environment. The
 * root itself may be long gone.
 *
 * <p>To end a tree: the signal to each, then a wait until all have ended or the grace time has passed. Then, until none is found: stop
 * each that was not yet stopped, so that it makes no more children, and when a look finds no new ones, kill them all.
 */
final class ProcessTree {

    /** The variable that marks a process. */
    static final String MARK = "COFFERDAM_PROCESS";

    /** How often a tree is looked through before giving up, as with one that changes users. */
    private static final int LOOKS = 200;

    private static final long KILLED_WAIT_MILLIS = 2_000;

    private final Identity user;
    private final String mark;
    private final Membership membership;

    /** Says of a process whether it belongs, by what /proc/PID/stat says and {@code found} so far. */
    interface Membership {
        boolean includes(ProcFile.Stat process, Set<Integer> found);
    }

    private ProcessTree(Identity user, String id, Membership membership) {
        this.user = user;
        this.mark = MARK + "=" + id;
        this.membership = membership;
    }

    /** The tree of a program that leads a session of its own. */
    static ProcessTree of(Identity user, String id, int root) {
        return new ProcessTree(
                user,
                id,
                (process, found) ->
                        process.pid() == root || process.session() == root || found.contains(process.parent()));
    }

    /** What is left of a tree whose root is gone: its pid can be another's by now, so only the mark counts. */
    static ProcessTree leftOver(Identity user, String id) {
        return new ProcessTree(user, id, (process, found) -> found.contains(process.parent()));
    }

    static ProcessTree of(Identity user, String id, Membership membership) {
        return new ProcessTree(user, id, membership);
    }

    void signal(Signal signal) {
        try (Targets targets = Targets.open(find())) {
            targets.signal(signal);
        }
    }

    void end(Signal signal, long graceMillis) {
        if (signal != Signal.KILL) {
            try (Targets targets = Targets.open(find())) {
                targets.signal(signal);
                targets.awaitEnd(graceMillis);
            }
        }
        Set<Integer> stopped = new HashSet<>();
        for (int look = 0; look < LOOKS; look++) {
            List<ProcFile.Stat> members = find();
            if (members.isEmpty()) {
                return;
            }
            try (Targets targets = Targets.open(members)) {
                boolean allKnown = true;
                for (ProcFile.Stat member : members) {
                    allKnown &= !stopped.add(member.pid());
                }
                if (allKnown || members.size() == 1) {
                    targets.signal(Signal.KILL);
                    targets.awaitEnd(KILLED_WAIT_MILLIS);
                } else {
                    targets.signal(Signal.STOP);
                }
            }
        }
    }

    /** The living members. */
    private List<ProcFile.Stat> find() {
        Map<Integer, ProcFile.Stat> candidates = new TreeMap<>();
        for (ProcFile.Stat process : ProcFile.all()) {
            if (!process.dead() && process.pid() != ProcessHandle.current().pid()) {
                candidates.put(process.pid(), process);
            }
        }
        Set<Integer> found = new HashSet<>();
        try (FileRights _ = FileRights.of(user)) {
            for (int pid : candidates.keySet()) {
                if (ProcFile.hasEnvironment(pid, mark)) {
                    found.add(pid);
                }
            }
        }
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ProcFile.Stat process : candidates.values()) {
                if (membership.includes(process, found)) {
                    grown |= found.add(process.pid());
                }
            }
        }
        List<ProcFile.Stat> members = new ArrayList<>();
        found.forEach(pid -> members.add(candidates.get(pid)));
        return members;
    }
}
