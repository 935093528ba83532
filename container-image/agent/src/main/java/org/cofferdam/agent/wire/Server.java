package org.cofferdam.agent.wire;

import org.cofferdam.agent.code.Contexts;
import org.cofferdam.agent.file.Files;
import org.cofferdam.agent.file.Unfinished;
import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.port.Tunnels;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.agent.session.Sessions;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.terminal.Terminals;
import org.cofferdam.agent.watch.FileWatches;
import org.cofferdam.protocol.process.ProcessSpec;

/** The protocol's side of the agent, wired together. */
public final class Server {

    private final Workers workers;
    private final Dialogue dialogue;
    private final Tunnels tunnels = new Tunnels();
    private final PortOperations ports;

    public Server(
            Token token,
            Configuration configuration,
            ProcessSystem system,
            Sessions sessions,
            Contexts contexts,
            Unfinished unfinished) {
        this.workers = system.workers();
        Boot boot = Boot.now();
        ProcessOperations processes = new ProcessOperations(
                new Starts((spec, keep) -> start(spec, keep, system, sessions), system.processes()),
                system.processes(),
                workers);
        FileOperations files = new FileOperations(new Files(configuration, sessions::directory, unfinished));
        Terminals terminals = new Terminals(configuration, system, sessions);
        WatchOperations watches = new WatchOperations(new FileWatches(configuration, sessions::directory, workers));
        ports = new PortOperations(configuration, tunnels);
        CodeOperations code = new CodeOperations(contexts);
        Operations operations =
                new Operations(boot, configuration, processes, files, watches, sessions, terminals, ports, code);
        this.dialogue = new Dialogue(token, boot, configuration, operations);
    }

    private static AgentProcess start(ProcessSpec spec, Keep keep, ProcessSystem system, Sessions sessions) {
        return spec.session() == null
                ? system.commands().start(spec, keep)
                : sessions.start(spec, spec.session(), keep);
    }

    /** Listens; who can see the socket can connect. */
    public void start(String address) {
        Listener listener = Listener.open(address, workers, dialogue);
        ports.exclude(listener.port());
        Thread.ofPlatform().daemon().name("tunnels").start(tunnels);
        Thread.ofPlatform().name("listener").start(listener);
    }
}
