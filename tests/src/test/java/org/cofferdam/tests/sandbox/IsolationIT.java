package org.cofferdam.tests.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.Outside;
import org.cofferdam.tests.stage.RunningServer;
import org.cofferdam.tests.stage.Surroundings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What user code inside a sandbox cannot do, tried from inside. */
@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class IsolationIT {

    private static Sandbox sandbox;
    private static Sandbox neighbour;

    @BeforeAll
    static void makeSandboxes(RunningServer server, Cofferdam cofferdam) {
        assertThat(Surroundings.network())
                .as("sandboxes have a network: the firewall could be loaded, which takes root")
                .isTrue();
        sandbox = server.newSandbox(cofferdam, "isolated");
        neighbour = server.newSandbox(cofferdam, "neighbour");
    }

    @AfterAll
    static void destroySandboxes() {
        sandbox.destroy();
        neighbour.destroy();
    }

    @Test
    void neighbourIsOutOfReach() {
        neighbour.start("python3 -m http.server 8000").waitForPort(8000, Duration.ofSeconds(20));
        String address = neighbour.exec("hostname -I").stdout().strip().split(" ", 2)[0];
        assertThat(neighbour.exec(connect(address, 8000)).exitCode()).isZero();
        assertThat(sandbox.exec(connect(address, 8000)).exitCode()).isNotZero();
    }

    @Test
    void hostAndServerAreOutOfReach(RunningServer server) throws IOException {
        String gateway = sandbox.exec("ip route 2>/dev/null | awk '/default/{print $3}'; "
                        + "awk '$2==\"00000000\"{print $3}' /proc/net/route")
                .stdout();
        assertThat(gateway).isNotBlank();
        try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getByName("0.0.0.0"))) {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                for (InetAddress address : network.inetAddresses()
                        .filter(one -> one.getAddress().length == 4 && !one.isLoopbackAddress())
                        .toList()) {
                    String host = address.getHostAddress();
                    assertThat(sandbox.exec(connect(host, service.getLocalPort()))
                                    .exitCode())
                            .as("service of the host at %s", host)
                            .isNotZero();
                    assertThat(sandbox.exec(connect(host, server.port())).exitCode())
                            .as("server at %s", host)
                            .isNotZero();
                }
            }
        }
    }

    @Test
    void sandboxWithoutNetworkReachesNothing(Cofferdam cofferdam) {
        Sandbox alone =
                cofferdam.create(new SandboxSpec(null, null, null, null, null, null, null, NetworkMode.NONE, null));
        assertThat(alone.exec("ls /sys/class/net").stdout()).isEqualTo("lo\n");
        alone.destroy();
    }

    @Test
    void outsideIsInReachUnlessToldOtherwise(Cofferdam cofferdam) throws IOException {
        Sandbox alone =
                cofferdam.create(new SandboxSpec(null, null, null, null, null, null, null, NetworkMode.NONE, null));
        String fetch = "curl -sS --max-time 5 " + Outside.url();
        try (Outside _ = new Outside()) {
            Await.until(
                    "The outside",
                    Duration.ofSeconds(20),
                    () -> sandbox.exec(fetch).stdout(),
                    "from outside"::equals);
            assertThat(alone.exec(fetch).success()).isFalse();
        } finally {
            alone.destroy();
        }
    }

    @Test
    void agentCannotBeReadOrStopped() {
        CommandResult result = sandbox.exec("""
                cat /proc/1/environ /proc/1/mem /proc/1/maps; ls /proc/1/fd
                kill -9 1; kill -TERM 1; kill -STOP 1
                ls /run/cofferdam /var/lib/cofferdam; cat /run/cofferdam/agent.sock
                (echo > /opt/cofferdam/bin/agent); touch /opt/cofferdam/x
                env | grep COFFERDAM_AGENT""");
        assertThat(result.stdout()).isEmpty();
        assertThat(sandbox.exec("echo unharmed").stdout()).isEqualTo("unharmed\n");
    }

    /** File operations are the agent's own, so what the kernel shows of "self" would be the agent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc/1/environ",
                "/proc/self/environ",
                "/proc/self/mem",
                "/proc/self/maps",
                "/proc/thread-self/environ",
                "/proc/self/root/proc/1/environ",
                "/proc/self/fd/0",
                "link-to-environ",
                "link-to-self/environ",
            })
    void agentCannotBeReadThroughItsOwnFileOperations(String path) {
        sandbox.exec("ln -sfn /proc/self/environ link-to-environ; ln -sfn /proc/self link-to-self");
        assertThat(catchThrowable(() -> sandbox.files().read(path))).isInstanceOf(SandboxException.class);
        assertThat(catchThrowable(() -> sandbox.files().write(path, "x"))).isInstanceOf(SandboxException.class);
        assertThat(sandbox.exec("rm -f link-to-environ link-to-self").success()).isTrue();
    }

    @Test
    void noPrivilegeIsToBeHad() {
        String status = sandbox.exec("cat /proc/self/status").stdout();
        assertThat(status)
                .contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000", "CapPrm:\t0000000000000000")
                .contains("CapInh:\t0000000000000000", "Seccomp:\t2");
        assertThat(sandbox.exec("mount -t tmpfs none /mnt").exitCode()).isNotZero();
        assertThat(sandbox.exec("unshare -m true").exitCode()).isNotZero();
        assertThat(sandbox.exec("dmesg").exitCode()).isNotZero();
    }

    @Test
    void forkBombEndsAtItsLimit() {
        CommandResult result = sandbox.exec("for i in $(seq 2000); do sleep 100 & done");
        assertThat(result.stderr()).contains("fork");
        sandbox.killAll();
        assertThat(sandbox.exec("echo unharmed").stdout()).isEqualTo("unharmed\n");
    }

    private static String connect(String host, int port) {
        return "timeout 2 bash -c '</dev/tcp/" + host + "/" + port + "'";
    }
}
