package org.cofferdam.agent.process;

import java.util.ArrayList;
import java.util.List;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.Descriptors.Pipe;

/** The pipes between us and a program: the child's ends are closed with this, ours too unless they were taken over. */
final class ProgramPipes implements AutoCloseable {

    private static final int NONE = -1;

    private final List<Integer> childEnds = new ArrayList<>();
    private final List<Integer> ourEnds = new ArrayList<>();
    private final Stdio child;
    private final int stdin;
    private final int stdout;
    private final int stderr;

    /** @param nothing what the child gets as its standard input if it is to have none */
    ProgramPipes(boolean withStdin, int nothing) {
        boolean made = false;
        try {
            int in = nothing;
            int feed = NONE;
            if (withStdin) {
                Pipe pipe = Descriptors.pipe();
                in = child(pipe.readEnd());
                feed = ours(pipe.writeEnd());
            }
            Pipe out = Descriptors.pipe();
            int outEnd = child(out.writeEnd());
            stdout = ours(out.readEnd());
            Pipe err = Descriptors.pipe();
            int errEnd = child(err.writeEnd());
            stderr = ours(err.readEnd());
            stdin = feed;
            child = new Stdio(in, outEnd, errEnd);
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    private int child(int end) {
        childEnds.add(end);
        return end;
    }

    private int ours(int end) {
        ourEnds.add(end);
        Descriptors.setNonBlocking(end);
        Descriptors.enlarge(end);
        return end;
    }

    Stdio child() {
        return child;
    }

    boolean hasStdin() {
        return stdin != NONE;
    }

    int stdin() {
        return stdin;
    }

    int stdout() {
        return stdout;
    }

    int stderr() {
        return stderr;
    }

    /** Our ends belong to others from now on. */
    void takenOver() {
        ourEnds.clear();
    }

    @Override
    public void close() {
        childEnds.forEach(Descriptors::close);
        ourEnds.forEach(Descriptors::close);
    }
}
