package org.cofferdam.web.websocket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages that came and were not read yet. When they are many nothing more is taken from the network until half of them are read, so the
 * client is held back, and at most one message more than the limit is here.
 */
final class Inbox {

    /** What can take a pause. */
    interface Source {

        /** Gives no more messages from now on; called within {@link #add}, and does not block. */
        void pause();

        /** Gives messages again; does not block. */
        void goOn();
    }

    private final Source source;
    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Message> messages = new ArrayDeque<>();
    private long size;
    private boolean paused;
    private boolean ended;

    /** @param limit in bytes, each message counted with a little more than its own */
    Inbox(Source source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    void add(Message message) {
        lock.lock();
        try {
            messages.add(message);
            size += sizeOf(message);
            if (size >= limit && !paused) {
                paused = true;
                source.pause();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The next message; blocks until there is one, null when there will be no more. */
    @Nullable Message take() throws InterruptedException {
        lock.lock();
        try {
            while (messages.isEmpty() && !ended) {
                changed.await();
            }
            Message message = messages.poll();
            if (message != null) {
                size -= sizeOf(message);
                if (paused && size <= limit / 2) {
                    paused = false;
                    source.goOn();
                }
            }
            return message;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is us who do not read. */
    boolean paused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /** No more messages come; those that are here can still be taken. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long sizeOf(Message message) {
        return 64
                + switch (message) {
                    case Message.Text(String text) -> 2L * text.length();
                    case Message.Binary(byte[] bytes) -> bytes.length;
                };
    }
}
