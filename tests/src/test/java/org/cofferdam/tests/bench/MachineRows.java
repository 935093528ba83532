package org.cofferdam.tests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.tests.stage.Engine;

/** Rows about containers and memory. */
final class MachineRows {

    private static final int CREATIONS = 15;
    private static final Duration IDLE = Duration.ofSeconds(3);

    private final Cofferdam cofferdam;

    MachineRows(Cofferdam cofferdam) {
        this.cofferdam = cofferdam;
    }

    Row createToFirstOutput() throws Exception {
        createAndDestroy();
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < CREATIONS; i++) {
            times.add(createAndDestroy());
        }
        return Row.of("create to first output, cold", new Samples(times, Duration.ZERO), "", "");
    }

    private Duration createAndDestroy() throws Exception {
        String id = "bench-" + UUID.randomUUID();
        Duration time = Samples.time(() -> cofferdam.sandbox(id).exec("echo hello"));
        cofferdam.existing(id).destroy();
        return time;
    }

    Row sandboxMemory() throws Exception {
        Sandbox sandbox = cofferdam.sandbox("bench-" + UUID.randomUUID());
        sandbox.exec("echo hello");
        LockSupport.parkNanos(IDLE.toNanos());
        Engine engine = Engine.atHand();
        long pid = engine.inspect(engine.containerOfSandbox(sandbox.id().value()))
                .at("/State/Pid")
                .asLong();
        long kilobytes = Memory.residentKilobytes(pid);
        sandbox.destroy();
        return Row.ofValue("resident memory of an idle sandbox's agent", (kilobytes >> 10) + " MB", "50 MB");
    }

    Row serverMemory() throws Exception {
        return Row.ofValue(
                "resident memory of the server after all this", (Memory.serverKilobytes() >> 10) + " MB", "");
    }
}
