package org.cofferdam.connector.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;

/** What a sandbox's container is made of. */
final class ContainerRecipe {

    private static final String AGENT_DIRECTORY = "/opt/cofferdam";
    private static final String RUN_DIRECTORY = "/run/cofferdam";
    private static final String AGENT = AGENT_DIRECTORY + "/bin/agent";

    /** What the agent needs to start commands as other users and to serve their files; the commands have none of them. */
    private static final Capability[] AGENT_CAPABILITIES = {
        Capability.CHOWN,
        Capability.DAC_OVERRIDE,
        Capability.FOWNER,
        Capability.FSETID,
        Capability.KILL,
        Capability.SETGID,
        Capability.SETUID
    };

    private final DockerSettings settings;
    private final ContainerNames names;

    ContainerRecipe(DockerSettings settings, ContainerNames names) {
        this.settings = settings;
        this.names = names;
    }

    CreateContainerCmd create(DockerClient client, ContainerSpec spec) {
        return client.createContainerCmd(spec.image())
                .withName(names.name(spec.id()))
                .withLabels(names.labels(spec.id()))
                .withHostName(spec.id().value())
                .withUser("0:0")
                .withEntrypoint(AGENT)
                .withCmd(List.of())
                .withEnv(environment(spec))
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE"))) // the image's would run as root
                .withHostConfig(host(spec));
    }

    private static List<String> environment(ContainerSpec spec) {
        byte[] digest = Sha256.of(spec.token().getBytes(StandardCharsets.UTF_8));
        return List.of(
                "COFFERDAM_AGENT_LISTEN=unix:" + RUN_DIRECTORY + "/agent.sock",
                "COFFERDAM_AGENT_TOKEN_SHA256=" + HexFormat.of().formatHex(digest));
    }

    private HostConfig host(ContainerSpec spec) {
        ResourceLimits limits = spec.limits();
        long memory = Objects.requireNonNull(limits.memoryBytes(), "memoryBytes");
        int cpuMillis = Objects.requireNonNull(limits.cpuMillis(), "cpuMillis");
        int pids = Objects.requireNonNull(limits.pids(), "pids");
        HostConfig host = HostConfig.newHostConfig()
                .withBinds(
                        bind(settings.agentDirectory(), AGENT_DIRECTORY, AccessMode.ro),
                        bind(names.runDirectory(spec.id()), RUN_DIRECTORY, AccessMode.rw))
                .withMemory(memory)
                .withMemorySwap(memory) // memory and swap together: no swap
                .withNanoCPUs(cpuMillis * 1_000_000L)
                .withPidsLimit((long) pids)
                .withCapDrop(Capability.ALL)
                .withCapAdd(AGENT_CAPABILITIES)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withRestartPolicy(RestartPolicy.noRestart())
                .withInit(false) // the agent reaps
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
        return withNetwork(host, spec.network());
    }

    private static Bind bind(Path from, String to, AccessMode mode) {
        return new Bind(from.toString(), new Volume(to), mode);
    }

    private HostConfig withNetwork(HostConfig host, NetworkMode mode) {
        if (mode == NetworkMode.NONE || settings.network().equals(DockerSettings.NO_NETWORK)) {
            return host.withNetworkMode(DockerSettings.NO_NETWORK);
        }
        return host.withNetworkMode(settings.network())
                .withSysctls(Map.of("net.ipv6.conf.all.disable_ipv6", "1")); // the firewall's rules are for IPv4
    }
}
