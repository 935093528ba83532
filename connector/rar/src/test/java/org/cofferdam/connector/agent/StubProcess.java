package org.cofferdam.connector.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;

/** A process of the stub agent: a log that grows and ends. */
final class StubProcess {

    private final List<ProcessEvent> log = new ArrayList<>();
    private final Instant startedAt = Instant.now();
    private long position;
    private boolean ended;

    StubProcess(ProcessId id) {
        log.add(new ProcessEvent.Start(id, 42L, null, startedAt));
    }

    /** Random output of 1 to 3000 bytes a piece on both streams. */
    void print(long seed, int pieces) {
        Random random = new Random(seed);
        for (int i = 0; i < pieces; i++) {
            byte[] bytes = new byte[1 + random.nextInt(3000)];
            random.nextBytes(bytes);
            print(OutputStreamName.of(1 + random.nextInt(2)), bytes);
        }
    }

    synchronized void print(OutputStreamName stream, byte[] bytes) {
        position += bytes.length;
        log.add(new ProcessEvent.Output(stream, position, bytes));
        notifyAll();
    }

    synchronized void end(ProcessStatus status) {
        if (!ended) {
            ended = true;
            Integer exitCode = status == ProcessStatus.EXITED ? 7 : null;
            log.add(new ProcessEvent.Complete(position + 1, status, exitCode, null, false, false, startedAt, 5));
            notifyAll();
        }
    }

    /** The next event from {@code index} on, once there is one. */
    synchronized ProcessEvent event(int index) throws InterruptedException {
        while (log.size() <= index) {
            wait();
        }
        return log.get(index);
    }
}
