package org.cofferdam.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import org.cofferdam.connector.ProcessStream;
import org.cofferdam.connector.contract.RunningSandbox.Outcome;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.junit.jupiter.api.Test;

/** What a sandbox may not do and not reach, tried from inside. */
public abstract class IsolationContract extends PlatformContract {

    /** Prints {@code open} for each address that accepts a connection within a second, {@code closed} for the others. */
    private static String connect(List<String> addresses, int port) {
        return """
                python3 - <<'END'
                import socket
                for address in %s:
                    s = socket.socket(); s.settimeout(1)
                    try: s.connect((address, %d)); print('open')
                    except OSError: print('closed')
                END""".formatted(addresses.stream().map(it -> "'" + it + "'").toList(), port);
    }

    private static List<String> hostAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @Test
    void commandsHaveNoPrivileges() {
        String status = launch().run("cat /proc/self/status").text();
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
            assertThat(status).contains(set + ":\t0000000000000000");
        }
        assertThat(status).contains("NoNewPrivs:\t1", "Seccomp:\t2", "Uid:\t1000\t1000\t1000\t1000");
    }

    @Test
    void agentHoldsOnlyWhatItNeeds() {
        String status = launch().run("cat /proc/1/status").text();
        assertThat(status).contains("CapBnd:\t00000000000000fb", "NoNewPrivs:\t1", "Seccomp:\t2");
    }

    @Test
    void secretsAndSocketOfTheAgentAreOutOfReach() {
        RunningSandbox sandbox = launch();
        Outcome outcome = sandbox.run(
                "env; cat /proc/1/environ; ls -la /run/cofferdam/; touch /opt/cofferdam/x; kill -9 1; echo alive");
        assertThat(outcome.text()).endsWith("alive").doesNotContain("COFFERDAM_AGENT", sandbox.token(), "agent.sock");
        assertThat(outcome.stderr()).contains("Permission denied", "not permitted");
        assertThat(sandbox.link().alive()).isTrue();
    }

    @Test
    void limitsAreSetAndHold() {
        RunningSandbox sandbox = launch();
        assertThat(sandbox.run("cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null")
                        .text())
                .isEqualTo(Long.toString(256L << 20));
        assertThat(sandbox.run("cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null")
                        .text())
                .isEqualTo("256");
        assertThat(sandbox.run(
                                "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us 2>/dev/null || cut -d' ' -f1 /sys/fs/cgroup/cpu.max")
                        .text())
                .isEqualTo("50000");
        Outcome forks = sandbox.run("for i in $(seq 400); do sleep 3 & done; echo done");
        assertThat(forks.stderr()).contains("fork");
    }

    @Test
    void sandboxWithoutNetworkHasOnlyItself() {
        String interfaces = launch(NetworkMode.NONE)
                .run("tail -n +3 /proc/net/dev | cut -d: -f1")
                .text();
        assertThat(interfaces).isEqualTo("lo");
    }

    @Test
    void sandboxesDoNotReachEachOther() {
        RunningSandbox one = launch(NetworkMode.OUTSIDE);
        RunningSandbox two = launch(NetworkMode.OUTSIDE);
        String address = one.run("hostname -I").text();
        assertThat(address)
                .as("an address: the firewall could be loaded, which takes root")
                .isNotEmpty();
        try (ProcessStream server = one.start("exec python3 -u -m http.server 8000")) {
            awaitLine(server);
            assertThat(one.run(connect(List.of(address), 8000)).text()).isEqualTo("open");
            assertThat(two.run(connect(List.of(address), 8000)).text()).isEqualTo("closed");
        }
    }

    @Test
    void sandboxesDoNotReachServicesOfTheHost() throws IOException {
        RunningSandbox sandbox = launch(NetworkMode.OUTSIDE);
        List<String> host = hostAddresses();
        try (ServerSocket service = new ServerSocket(0)) {
            for (String own : host) {
                try (Socket control = new Socket()) {
                    control.connect(new InetSocketAddress(own, service.getLocalPort()), 1000);
                }
            }
            String tried = sandbox.run(connect(host, service.getLocalPort())).text();
            assertThat(tried).isEqualTo("closed\n".repeat(host.size()).strip());
        }
    }

    private static void awaitLine(ProcessStream server) {
        ProcessEvent event;
        do {
            event = Objects.requireNonNull(server.next());
        } while (!(event instanceof ProcessEvent.Output));
    }
}
