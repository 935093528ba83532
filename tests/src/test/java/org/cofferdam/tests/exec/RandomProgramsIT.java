package org.cofferdam.tests.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.CutProxy;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Random programs give here what the kernel gives to the same program started locally: the bytes of each stream in their order, and
 * the end. Through exec, streamed exec, a background process that another client attaches to, a channel, and sessions; half of all over
 * connections that are cut at random.
 * {@code -Dcofferdam.programs=10000 -Dcofferdam.seed=7} for more and for others.
 */
@ExtendWith(OneServer.class)
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class RandomProgramsIT {

    private static final int PROGRAMS = Integer.getInteger("cofferdam.programs", 300);
    private static final long FIRST_SEED = Long.getLong("cofferdam.seed", 1);
    private static final int AT_ONCE = 8;
    private static final int BETWEEN_CLEANINGS = 200;

    @Test
    void programsRunAsTheyDoLocally(RunningServer server, Cofferdam direct) throws Exception {
        Sandbox sandbox = server.newSandbox(direct, "random");
        try (CutProxy proxy = new CutProxy(server.port(), randomCuts());
                Cofferdam cut = Cofferdam.connect(proxy.url(), server.apiKey());
                Ways whole = new Ways(sandbox, sandbox);
                Ways broken = new Ways(sandbox, cut.existing(sandbox.id().value()))) {
            for (int done = 0; done < PROGRAMS; done += BETWEEN_CLEANINGS) {
                long base = FIRST_SEED + done;
                AtOnce.run(Math.min(BETWEEN_CLEANINGS, PROGRAMS - done), AT_ONCE, i -> {
                    compare(base + i, whole, broken);
                    return i;
                });
                sandbox.exec("pkill -KILL sleep");
            }
            assertThat(proxy.cuts()).isPositive();
        } finally {
            sandbox.destroy();
        }
    }

    private static void compare(long seed, Ways whole, Ways broken) {
        String program = RandomProgram.of(seed);
        Local local = Local.run(program);
        int way = (int) (seed % (2 * Ways.COUNT));
        CommandResult result = way < Ways.COUNT ? whole.run(way, program) : broken.run(way - Ways.COUNT, program);
        assertThat(result.stdoutBytes()).as("stdout of program %d", seed).isEqualTo(local.stdout());
        assertThat(result.stderrBytes()).as("stderr of program %d", seed).isEqualTo(local.stderr());
        assertThat(result.exitCode()).as("exit code of program %d", seed).isEqualTo(local.exitCode());
        Integer signal = local.signalNumber();
        assertThat(result.signal())
                .as("signal of program %d", seed)
                .isEqualTo(signal == null ? null : Signal.nameOf(signal));
        assertThat(result.status()).isEqualTo(signal == null ? ProcessStatus.EXITED : ProcessStatus.SIGNALED);
        assertThat(result.truncated()).isFalse();
    }

    /** Every third connection holds; the others break after some bytes, most of them early. */
    private static Iterator<Long> randomCuts() {
        Random random = new Random(FIRST_SEED);
        return LongStream.generate(
                        () -> random.nextInt(3) == 0 ? Long.MAX_VALUE : 1 + random.nextLong(256L << random.nextInt(12)))
                .iterator();
    }
}
