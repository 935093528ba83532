package org.cofferdam.connector.docker;

import java.util.List;
import org.cofferdam.connector.ContainerEventListener;
import org.cofferdam.connector.agent.Deadlines;

/** One engine: where links to it come from, and the news of its containers. */
public final class DockerPlatform implements AutoCloseable {

    private final DockerSettings settings;
    private final EngineClients clients;
    private final OomRecord oom = new OomRecord();
    private final ContainerStarts starts = new ContainerStarts();
    private final Deadlines deadlines = new Deadlines();

    /** Calls nobody yet. */
    public DockerPlatform(DockerSettings settings) {
        this.settings = settings;
        this.clients = new EngineClients(settings.engineSocket());
    }

    /**
     * A link of its own to the engine, closed by the caller.
     *
     * @throws org.cofferdam.protocol.error.SandboxException {@code runtime-unavailable}
     */
    public DockerRuntime connect() {
        DockerRuntime runtime = runtime();
        try {
            runtime.ping();
            return runtime;
        } catch (RuntimeException e) {
            runtime.close();
            throw e;
        }
    }

    private DockerRuntime runtime() {
        return new DockerRuntime(settings, new Engine(settings.engineSocket(), clients), oom, starts, deadlines);
    }

    /** What must run, each on a thread of its own, for the listener to hear news. */
    public List<Watch> watches(ContainerEventListener listener) {
        ContainerNames names = new ContainerNames(settings);
        OomWatch oomWatch = new OomWatch(oom, listener);
        ContainerWatch containers =
                new ContainerWatch(() -> new EventStream(clients, names), runtime(), oom, starts, oomWatch, listener);
        return OomWatch.isSupported() ? List.of(containers, oomWatch) : List.of(containers);
    }

    /** Ends the deadlines of agent links; links and runtimes are closed by whoever has them. */
    @Override
    public void close() {
        deadlines.close();
    }
}
