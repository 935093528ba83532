package org.cofferdam.agent.terminal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.process.ProcessOutput;
import org.jspecify.annotations.Nullable;

/**
 * Where a replay can begin: about every 4 KiB a position between two characters and outside of control sequences, behind a line feed where
 * there are some, with the modes that were in force. So output is followed as a terminal does it (ECMA-48, 5.4; UTF-8), without looking at
 * what it means.
 */
final class ReplayPoints implements ProcessOutput.Observer {

    private static final int SPACING = 4 << 10;
    private static final int MOST = 128;
    private static final int MOST_PARAMETERS = 16;

    /** A place and the modes there. */
    record Point(long position, int modes) {}

    private enum State {
        GROUND,
        ESCAPE,
        CONTROL,
        STRING
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Point> points = new ArrayDeque<>();
    private final int[] parameters = new int[MOST_PARAMETERS];
    private int parameterCount;
    private boolean isPrivate;
    private boolean isSoftReset;
    private State state = State.GROUND;
    private int continuationBytes;
    private int modes = Modes.INITIAL;
    private long position;
    private long lastPoint;

    /** The first point in a stretch, both ends included; null when there is none. */
    @Nullable Point first(long from, long to) {
        lock.lock();
        try {
            for (Point point : points) {
                if (point.position() >= from && point.position() <= to) {
                    return point;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void output(MemorySegment bytes, long offset, int length) {
        lock.lock();
        try {
            for (int i = 0; i < length; i++) {
                int b = bytes.get(JAVA_BYTE, offset + i) & 0xff;
                take(b);
                position++;
                if (position - lastPoint >= SPACING && atRest()) {
                    boolean late = position - lastPoint >= 2 * SPACING;
                    if (b == '\n' || late) {
                        add();
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean atRest() {
        return state == State.GROUND && continuationBytes == 0;
    }

    private void add() {
        lastPoint = position;
        points.add(new Point(position, modes));
        if (points.size() > MOST) {
            points.remove();
        }
    }

    private void take(int b) {
        if (b == 0x1b) {
            state = State.ESCAPE;
            continuationBytes = 0;
            return;
        }
        if (b == 0x18 || b == 0x1a) {
            state = State.GROUND;
            return;
        }
        switch (state) {
            case GROUND -> ground(b);
            case ESCAPE -> escape(b);
            case CONTROL -> control(b);
            case STRING -> {
                if (b == 0x07) {
                    state = State.GROUND;
                }
            }
        }
    }

    private void ground(int b) {
        if (b >= 0xc0) {
            continuationBytes = b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : 1;
        } else if (b >= 0x80) {
            continuationBytes = Math.max(0, continuationBytes - 1);
        } else {
            continuationBytes = 0;
        }
    }

    private void escape(int b) {
        switch (b) {
            case '[' -> {
                state = State.CONTROL;
                parameterCount = 0;
                parameters[0] = 0;
                isPrivate = false;
                isSoftReset = false;
            }
            case ']', 'P', '_', '^', 'X' -> state = State.STRING;
            case '=', '>' -> {
                modes = Modes.keypad(modes, b == '=');
                state = State.GROUND;
            }
            case 'c' -> {
                modes = Modes.INITIAL;
                state = State.GROUND;
            }
            default -> {
                if (b >= 0x30) {
                    state = State.GROUND;
                }
            }
        }
    }

    private void control(int b) {
        if (b >= '0' && b <= '9') {
            parameters[parameterCount] = Math.min(parameters[parameterCount] * 10 + b - '0', 100_000);
        } else if (b == ';') {
            parameterCount = Math.min(parameterCount + 1, MOST_PARAMETERS - 1);
            parameters[parameterCount] = 0;
        } else if (b == '?') {
            isPrivate = true;
        } else if (b == '!') {
            isSoftReset = true;
        } else if (b >= 0x40 && b != 0x7f) {
            finish(b);
            state = State.GROUND;
        }
    }

    private void finish(int b) {
        if (isPrivate && (b == 'h' || b == 'l')) {
            for (int i = 0; i <= parameterCount; i++) {
                modes = Modes.set(modes, parameters[i], b == 'h');
            }
        } else if (isSoftReset && b == 'p') {
            modes = Modes.keypad(Modes.set(Modes.set(modes, 1, false), 25, true), false);
        }
    }
}
