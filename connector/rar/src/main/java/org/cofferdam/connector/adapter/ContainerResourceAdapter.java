package org.cofferdam.connector.adapter;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ConfigProperty;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.TransactionSupport;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkManager;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;
import org.cofferdam.connector.docker.DockerPlatform;
import org.cofferdam.connector.docker.DockerSettings;
import org.jspecify.annotations.Nullable;

/** The adapter between the server and a container engine. Its properties are those of {@link DockerSettings}. */
@Connector(
        displayName = "Cofferdam container platform",
        vendorName = "Cofferdam",
        eisType = "Container engine",
        version = "0.1",
        transactionSupport = TransactionSupport.TransactionSupportLevel.NoTransaction)
public class ContainerResourceAdapter implements ResourceAdapter {

    @ConfigProperty(description = "The engine's Unix socket, unix:///path")
    private String engineSocket = "unix:///var/run/docker.sock";

    @ConfigProperty(description = "Directory on this host for the agents' sockets")
    private String runDirectory = "/run/cofferdam";

    @ConfigProperty(description = "Directory on this host that holds the agent and its runtime; may be a link")
    private String agentDirectory = "/opt/cofferdam";

    @ConfigProperty(description = "The engine's network for sandboxes that may reach the outside, or none")
    private String network = "cofferdam";

    @ConfigProperty(description = "Tells this installation's containers from others'")
    private String instance = "default";

    private final Map<MessageEndpointFactory, EventActivation> activations = new ConcurrentHashMap<>();
    private volatile @Nullable DockerPlatform platform;
    private volatile @Nullable WorkManager workManager;

    /** Checks the configuration; calls nobody. */
    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        try {
            platform = new DockerPlatform(settings());
        } catch (IllegalArgumentException e) {
            throw new ResourceAdapterInternalException(
                    "The container platform is configured wrongly: " + e.getMessage(), e);
        }
        workManager = context.getWorkManager();
    }

    /** Ends everything, in whatever state it is. */
    @Override
    public void stop() {
        List.copyOf(activations.keySet()).forEach(this::deactivate);
        DockerPlatform started = platform;
        platform = null;
        workManager = null;
        if (started != null) {
            started.close();
        }
    }

    @Override
    public void endpointActivation(MessageEndpointFactory endpoints, ActivationSpec spec) throws ResourceException {
        if (!(spec instanceof ContainerEventActivationSpec)) {
            throw new NotSupportedException("Not an activation of ours: " + spec.getClass());
        }
        WorkManager threads = workManager;
        if (threads == null) {
            throw new ResourceAdapterInternalException("The adapter is not started");
        }
        EventActivation activation = new EventActivation(platform(), endpoints);
        EventActivation before = activations.put(endpoints, activation);
        if (before != null) {
            before.stop();
        }
        try {
            activation.start(threads);
        } catch (ResourceException e) {
            deactivate(endpoints);
            throw e;
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory endpoints, ActivationSpec spec) {
        deactivate(endpoints);
    }

    private void deactivate(MessageEndpointFactory endpoints) {
        EventActivation activation = activations.remove(endpoints);
        if (activation != null) {
            activation.stop();
        }
    }

    /** None: there are no transactions to recover. */
    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    DockerPlatform platform() throws ResourceAdapterInternalException {
        DockerPlatform started = platform;
        if (started == null) {
            throw new ResourceAdapterInternalException("The adapter is not started");
        }
        return started;
    }

    private DockerSettings settings() {
        return new DockerSettings(
                URI.create(engineSocket), Path.of(runDirectory), Path.of(agentDirectory), network, instance);
    }

    public String getEngineSocket() {
        return engineSocket;
    }

    public void setEngineSocket(String engineSocket) {
        this.engineSocket = engineSocket;
    }

    public String getRunDirectory() {
        return runDirectory;
    }

    public void setRunDirectory(String runDirectory) {
        this.runDirectory = runDirectory;
    }

    public String getAgentDirectory() {
        return agentDirectory;
    }

    public void setAgentDirectory(String agentDirectory) {
        this.agentDirectory = agentDirectory;
    }

    public String getNetwork() {
        return network;
    }

    public void setNetwork(String network) {
        this.network = network;
    }

    public String getInstance() {
        return instance;
    }

    public void setInstance(String instance) {
        this.instance = instance;
    }

    private List<String> configuration() {
        return List.of(engineSocket, runDirectory, agentDirectory, network, instance);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContainerResourceAdapter adapter
                && configuration().equals(adapter.configuration());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(configuration());
    }

    @Override
    public String toString() {
        return "ContainerResourceAdapter" + configuration();
    }
}
