package org.cofferdam.agent.process;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.cofferdam.agent.system.Children;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Readiness;
import org.cofferdam.protocol.process.Signal;

/** Processes held by descriptors, so that a pid that is used again in the meantime does no harm. */
final class Targets implements AutoCloseable {

    private final List<Integer> descriptors;

    private Targets(List<Integer> descriptors) {
        this.descriptors = descriptors;
    }

    static Targets open(List<ProcFile.Stat> processes) {
        List<Integer> descriptors = new ArrayList<>();
        for (ProcFile.Stat process : processes) {
            int fd = Children.openPid(process.pid());
            if (fd < 0) {
                continue;
            }
            ProcFile.Stat now = ProcFile.stat(process.pid());
            if (now != null && now.startTicks() == process.startTicks()) {
                descriptors.add(fd);
            } else {
                Descriptors.close(fd);
            }
        }
        return new Targets(descriptors);
    }

    void signal(Signal signal) {
        descriptors.forEach(fd -> Children.killOpened(fd, signal.number()));
    }

    /** Waits until all have ended; false when the time has passed. A descriptor of a process is readable when that has ended. */
    boolean awaitEnd(long timeoutMillis) {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        try (Arena arena = Arena.ofConfined()) {
            Readiness one = new Readiness(arena, 1);
            for (int fd : descriptors) {
                one.watch(0, fd, Readiness.IN);
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (!one.await(1, Math.max(0, left))) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        descriptors.forEach(Descriptors::close);
    }
}
