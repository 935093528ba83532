package org.cofferdam.agent.process;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Pipes that children in the background keep open after their process's end. They are read on, for closing them would kill the children;
 * only when there are more than {@value #MOST}, the oldest are closed after all.
 */
final class Leftovers {

    static final int MOST = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<ProcessOutput> outputs = new ArrayDeque<>();

    void add(ProcessOutput output) {
        ProcessOutput oldest;
        lock.lock();
        try {
            outputs.add(output);
            oldest = outputs.size() > MOST ? outputs.poll() : null;
        } finally {
            lock.unlock();
        }
        close(oldest);
    }

    private static void close(@Nullable ProcessOutput output) {
        if (output != null) {
            output.abandon();
        }
    }

    void remove(ProcessOutput output) {
        lock.lock();
        try {
            outputs.remove(output);
        } finally {
            lock.unlock();
        }
    }
}
