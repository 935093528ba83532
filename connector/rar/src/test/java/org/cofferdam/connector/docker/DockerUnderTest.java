package org.cofferdam.connector.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.connector.adapter.ContainerEventActivationSpec;
import org.cofferdam.connector.adapter.ContainerManagedConnectionFactory;
import org.cofferdam.connector.adapter.ContainerResourceAdapter;
import org.cofferdam.connector.adapter.RecordingEndpoints;
import org.cofferdam.connector.adapter.ThreadWorkManager;
import org.cofferdam.connector.contract.PlatformUnderTest;

/** The engine that {@code ./cofferdam test} provides, through the whole adapter. */
final class DockerUnderTest implements PlatformUnderTest {

    private final URI engine = URI.create(required("COFFERDAM_ENGINE_SOCKET"));
    private final Path agent = Path.of(required("COFFERDAM_AGENT_DIR"));
    private final String image = required("COFFERDAM_SANDBOX_IMAGE");
    private final String instance = "test-" + UUID.randomUUID();
    private final Path runDirectory = Files.createTempDirectory("cofferdam-run");
    private final ContainerResourceAdapter adapter = new ContainerResourceAdapter();
    private final ContainerManagedConnectionFactory factory = new ContainerManagedConnectionFactory();
    private final ThreadWorkManager server = new ThreadWorkManager();
    private final RecordingEndpoints events = new RecordingEndpoints();

    DockerUnderTest() throws Exception {
        adapter.setEngineSocket(engine.toString());
        adapter.setAgentDirectory(agent.toString());
        adapter.setRunDirectory(runDirectory.toString());
        adapter.setInstance(instance);
        adapter.setNetwork(
                Optional.ofNullable(System.getenv("COFFERDAM_SANDBOX_NETWORK")).orElse("cofferdam"));
        adapter.start(server);
        factory.setResourceAdapter(adapter);
        adapter.endpointActivation((MessageEndpointFactory) events, new ContainerEventActivationSpec());
    }

    private static String required(String variable) {
        String value = System.getenv(variable);
        assertThat(value)
                .as("environment variable " + variable
                        + ", which ./cofferdam test sets: this test needs a container engine")
                .isNotBlank();
        return value;
    }

    @Override
    public ContainerPlatform connections() {
        return (ContainerPlatform) factory.createConnectionFactory();
    }

    @Override
    public String image() {
        return image;
    }

    @Override
    public RecordingEndpoints events() {
        return events;
    }

    @Override
    public Path runDirectory() {
        return runDirectory;
    }

    @Override
    public SocketAddress agentAddress(ContainerId id) {
        DockerSettings settings = new DockerSettings(engine, runDirectory, agent, "any", instance);
        return UnixDomainSocketAddress.of(new RunDirectory(new ContainerNames(settings).runDirectory(id)).socket());
    }

    @Override
    public void killAgent(ContainerId id) {
        try (DockerClient client = new EngineClients(engine).client()) {
            client.killContainerCmd("cofferdam-" + instance + "-" + id)
                    .withSignal("KILL")
                    .exec();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        adapter.stop();
        assertThat(server.allEnded()).isTrue();
        try (Stream<Path> files = Files.walk(runDirectory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
