package org.cofferdam.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cofferdam.agent.AgentClient.argv;
import static org.cofferdam.agent.AgentClient.shell;
import static org.cofferdam.agent.AgentClient.withStdin;
import static org.cofferdam.agent.AgentClient.withTimeout;

import java.util.Arrays;
import org.cofferdam.agent.AgentClient.Result;
import org.cofferdam.protocol.process.ProcessStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecTest {

    private final AgentClient agent = TestAgent.connect();

    @AfterEach
    void disconnect() {
        agent.close();
    }

    @Test
    void outputAndExitCode() {
        Result result = agent.exec("echo out; echo err >&2; exit 7");
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.err()).isEqualTo("err\n");
        assertThat(result.complete().status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(result.complete().exitCode()).isEqualTo(7);
        assertThat(result.complete().position()).isEqualTo(9);
    }

    @Test
    void signalThatWasNotOurs() {
        Result result = agent.exec("kill -9 $$");
        assertThat(result.complete().status()).isEqualTo(ProcessStatus.SIGNALED);
        assertThat(result.complete().signal()).isEqualTo("KILL");
        assertThat(result.complete().exitCode()).isNull();
    }

    @Test
    void exit137IsNotASignal() {
        assertThat(agent.exec("exit 137").complete().exitCode()).isEqualTo(137);
    }

    @Test
    void runsAsTheUserWithoutAnyCapability() {
        Result result = agent.exec("id -u; id -g; id -G; grep -E 'CapPrm|CapEff|CapInh|CapAmb' /proc/self/status; pwd");
        assertThat(result.out())
                .startsWith("1000\n1000\n")
                .contains("CapEff:\t0000000000000000", "CapPrm:\t0000000000000000");
        assertThat(result.out()).endsWith(TestAgent.home() + "\n");
    }

    @Test
    void inheritsNoDescriptorAndNoIgnoredSignal() {
        assertThat(agent.exec("ls /proc/self/fd").out()).isEqualTo("0\n1\n2\n3\n");
        // glibc itself has a spawned child ignore the two signals that it keeps to itself, 32 and 33
        assertThat(agent.exec("grep -E 'SigBlk|SigIgn' /proc/self/status").out())
                .isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000180000000\n");
    }

    @Test
    void outputWithoutNewline() {
        assertThat(agent.exec("printf abc").out()).isEqualTo("abc");
    }

    @Test
    void invalidUtf8() {
        assertThat(agent.exec("printf '\\377\\376\\000x'").stdout()).containsExactly(255, 254, 0, 'x');
    }

    @Test
    void emptyStdin() {
        assertThat(agent.exec("cat; echo done").out()).isEqualTo("done\n");
    }

    @Test
    void stdinUpToItsEnd() {
        byte[] input = "line\n".repeat(200_000).getBytes(UTF_8);
        assertThat(agent.exec(withStdin("cat"), input).stdout()).isEqualTo(input);
    }

    @Test
    void stdinThatNobodyReads() {
        Result result = agent.exec(withStdin("head -c 3"), new byte[5_000_000]);
        assertThat(result.stdout()).hasSize(3);
        assertThat(agent.exec("echo again").out()).isEqualTo("again\n");
    }

    @Test
    void backgroundChildDoesNotHoldItUp() {
        assertThat(agent.exec("sleep 30 & echo started").out()).isEqualTo("started\n");
    }

    @Test
    void processSubstitutionIsNotCutOff() {
        assertThat(agent.exec("echo text > >(cat)").out()).isEqualTo("text\n");
    }

    @Test
    void hundredMegabytes() {
        byte[] expected = new byte[100_000_000];
        Arrays.fill(expected, (byte) 'x');
        Result result = agent.exec("head -c 100000000 /dev/zero | tr '\\0' x");
        assertThat(Arrays.equals(result.stdout(), expected)).isTrue();
    }

    @Test
    void manyLines() {
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 200_000; i++) {
            expected.append(i).append('\n');
        }
        assertThat(agent.exec("seq 1 200000").out()).isEqualTo(expected.toString());
    }

    @Test
    void programWithoutShell() {
        assertThat(agent.exec(argv("printf", "%s|", "a b", "$HOME", "")).out()).isEqualTo("a b|$HOME||");
    }

    @Test
    void programThatDoesNotExist() {
        Result result = agent.exec(argv("no-such-program"));
        assertThat(result.complete().exitCode()).isEqualTo(127);
        assertThat(result.err()).isEqualTo("no-such-program: command not found\n");
    }

    @Test
    void timeoutKillsTheTree() {
        Result result = agent.exec(withTimeout("sleep 1000 & sleep 1000 | cat", 200));
        assertThat(result.complete().status()).isEqualTo(ProcessStatus.TIMED_OUT);
        assertThat(result.complete().durationMillis()).isBetween(200L, 5_000L);
    }

    @Test
    void timeoutOfOneThatIgnoresTerm() {
        Result result = agent.exec(withTimeout("trap '' TERM; while :; do sleep 0.1; done", 200));
        assertThat(result.complete().status()).isEqualTo(ProcessStatus.TIMED_OUT);
        assertThat(result.complete().signal()).isEqualTo("KILL");
    }

    @Test
    void startEventComesFirst() {
        assertThat(agent.exec(shell("true")).events()).hasSize(1);
    }
}
