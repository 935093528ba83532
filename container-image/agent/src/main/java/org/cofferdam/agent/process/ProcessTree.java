package org.cofferdam.agent.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
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
public final class ProcessTree {

    /** The variable that marks a process. */
    public static final String MARK = "COFFERDAM_PROCESS";

    /** How often a tree is looked through before giving up, as with one that changes users. */
    private static final int LOOKS = 200;

    private static final long KILLED_WAIT_MILLIS = 2_000;

    private final Identity user;
    private final String mark;
    private final Membership membership;

    /** Chooses the members among all living processes, beginning with those that carry the mark. */
    public interface Membership {
        Set<Integer> of(Collection<ProcFile.Stat> all, Set<Integer> marked);
    }

    /** @param mark {@code NAME=value} in the environment of members */
    public ProcessTree(Identity user, String mark, Membership membership) {
        this.user = user;
        this.mark = mark;
        this.membership = membership;
    }

    /** The tree of a program that leads a session of its own. */
    static ProcessTree of(Identity user, String id, int root) {
        return new ProcessTree(
                user,
                MARK + "=" + id,
                (all, marked) -> grow(all, marked, process -> process.pid() == root || process.session() == root));
    }

    /** What is left of a tree whose root is gone: its pid can be another's by now, so only the mark counts. */
    static ProcessTree leftOver(Identity user, String id) {
        return new ProcessTree(user, MARK + "=" + id, (all, marked) -> grow(all, marked, process -> false));
    }

    /** {@code seeds}, those that {@code also} is true of, and all their descendants. */
    public static Set<Integer> grow(Collection<ProcFile.Stat> all, Set<Integer> seeds, Predicate<ProcFile.Stat> also) {
        Set<Integer> found = new HashSet<>(seeds);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ProcFile.Stat process : all) {
                if (found.contains(process.parent()) || also.test(process)) {
                    grown |= found.add(process.pid());
                }
            }
        }
        return found;
    }

    public void signal(Signal signal) {
        try (Targets targets = Targets.open(find())) {
            targets.signal(signal);
        }
    }

    public void end(Signal signal, long graceMillis) {
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
        Set<Integer> marked = new HashSet<>();
        try (FileRights _ = FileRights.of(user)) {
            for (int pid : candidates.keySet()) {
                if (ProcFile.hasEnvironment(pid, mark)) {
                    marked.add(pid);
                }
            }
        }
        List<ProcFile.Stat> members = new ArrayList<>();
        for (int pid : membership.of(candidates.values(), marked)) {
            ProcFile.Stat member = candidates.get(pid);
            if (member != null) {
                members.add(member);
            }
        }
        return members;
    }
}
