package org.cofferdam.tests.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.Session;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many sessions of one sandbox at a steady pace: nothing lost, nothing mixed up, no growth of memory or descriptors. {@code
 * -Dcofferdam.load.sessions=64 -Dcofferdam.load.rate=20 -Dcofferdam.load.seconds=120} for the full load.
 */
@ExtendWith(OneServer.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LoadIT {

    private static final int SESSIONS = Integer.getInteger("cofferdam.load.sessions", 16);
    private static final int RATE = Integer.getInteger("cofferdam.load.rate", 5);
    private static final int SECONDS = Integer.getInteger("cofferdam.load.seconds", 10);

    private static final int DESCRIPTORS_MORE = 40;
    private static final long KILOBYTES_MORE = 64 << 10;

    private record Footprint(long descriptors, long residentKilobytes) {

        static Footprint of(long pid) throws IOException {
            Path process = Path.of("/proc", Long.toString(pid));
            try (Stream<Path> descriptors = Files.list(process.resolve("fd"));
                    Stream<String> status = Files.lines(process.resolve("status"))) {
                String resident = status.filter(line -> line.startsWith("VmRSS:"))
                        .findAny()
                        .orElseThrow()
                        .replaceAll("[^0-9]", "");
                return new Footprint(descriptors.count(), Long.parseLong(resident));
            }
        }
    }

    @Test
    void steadyLoadLosesNothingAndGrowsNothing(RunningServer server, Cofferdam cofferdam) throws Exception {
        Sandbox sandbox = server.newSandbox(cofferdam, "load");
        List<Session> sessions = Stream.iterate(0, i -> i + 1)
                .limit(SESSIONS)
                .map(i -> sandbox.createSession("load-" + i))
                .toList();
        AtOnce.run(SESSIONS, SESSIONS, i -> sessions.get(i).exec("NUMBER=" + i + "; COUNT=0"));
        run(sessions, RATE * 2);
        long agent = Engine.atHand()
                .inspect(Engine.atHand()
                        .container(server.instance(), sandbox.id().value()))
                .at("/State/Pid")
                .asLong();
        Footprint agentBefore = Footprint.of(agent);
        Footprint serverBefore = Footprint.of(server.pid());

        run(sessions, RATE * SECONDS);

        List<CommandResult> counts =
                AtOnce.run(SESSIONS, SESSIONS, i -> sessions.get(i).exec("echo $COUNT"));
        assertThat(counts).extracting(CommandResult::stdout).containsOnly(RATE * (SECONDS + 2) + "\n");
        assertNotGrown(agentBefore, Footprint.of(agent));
        assertNotGrown(serverBefore, Footprint.of(server.pid()));
        sandbox.destroy();
    }

    private static void run(List<Session> sessions, int commands) throws Exception {
        long start = System.nanoTime();
        AtOnce.run(sessions.size(), sessions.size(), number -> {
            for (int i = 0; i < commands; i++) {
                LockSupport.parkNanos(start + Duration.ofSeconds(1).toNanos() / RATE * i - System.nanoTime());
                String text = "number " + number + " command " + i;
                CommandResult result = sessions.get(number)
                        .exec("COUNT=$((COUNT+1)); echo $NUMBER; echo '" + text + "' >&2; (exit 7)");
                assertThat(result.stdout()).isEqualTo(number + "\n");
                assertThat(result.stderr()).isEqualTo(text + "\n");
                assertThat(result.exitCode()).isEqualTo(7);
            }
            return number;
        });
    }

    private static void assertNotGrown(Footprint before, Footprint after) {
        assertThat(after.descriptors()).isLessThan(before.descriptors() + DESCRIPTORS_MORE);
        assertThat(after.residentKilobytes()).isLessThan(before.residentKilobytes() + KILOBYTES_MORE);
    }
}
