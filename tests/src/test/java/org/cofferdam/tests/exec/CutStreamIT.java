package org.cofferdam.tests.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.tests.stage.CutProxy;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CutStreamIT {

    private static final int CUTS = 5;
    private static final String COMMAND =
            "for i in $(seq 1 40); do seq 1 9999; head -c 4000 /dev/zero >&2; done; exit 5";

    /** Small cuts fall into the head and the start event, large ones into the output. */
    @ParameterizedTest
    @ValueSource(longs = {300, 3_000, 60_000, 400_000})
    void streamThatIsCutFiveTimesIsWhole(long farthest, RunningServer server, Cofferdam cofferdam) throws Exception {
        Local local = Local.run(COMMAND);
        Sandbox sandbox = server.newSandbox(cofferdam, "cut");
        Random random = new Random(farthest);
        long[] cuts = random.longs(CUTS, 1, farthest).toArray();
        try (CutProxy proxy = new CutProxy(
                        server.port(), java.util.Arrays.stream(cuts).iterator());
                Cofferdam throughProxy = Cofferdam.connect(proxy.url(), server.apiKey());
                ExecStream stream = throughProxy.existing(sandbox.id().value()).execStream(COMMAND)) {
            Digest digest = Digest.of(stream);
            assertThat(digest.stdout()).isEqualTo(Digest.of(local.stdout()));
            assertThat(digest.stderr()).isEqualTo(Digest.of(local.stderr()));
            assertThat(digest.end().exitCode()).isEqualTo(5);
            assertThat(proxy.cuts()).isEqualTo(CUTS);
        } finally {
            sandbox.destroy();
        }
    }

    @Test
    void execInOnePieceThatIsCutRunsOnce(RunningServer server, Cofferdam cofferdam) throws Exception {
        Sandbox sandbox = server.newSandbox(cofferdam, "cut");
        long[] cuts = {500_000, 200, 100_000};
        try (CutProxy proxy = new CutProxy(
                        server.port(), java.util.Arrays.stream(cuts).iterator());
                Cofferdam throughProxy = Cofferdam.connect(proxy.url(), server.apiKey())) {
            CommandResult result =
                    throughProxy.existing(sandbox.id().value()).exec("echo run >>/workspace/runs; seq 1 300000");
            assertThat(result.stdoutBytes()).isEqualTo(Local.run("seq 1 300000").stdout());
            assertThat(sandbox.readFile("/workspace/runs")).isEqualTo("run\n");
            assertThat(proxy.cuts()).isEqualTo(cuts.length);
        } finally {
            sandbox.destroy();
        }
    }
}
