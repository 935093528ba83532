package org.cofferdam.agent.wire;

import org.cofferdam.agent.file.Files;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.agent.settings.Configuration;

/** The protocol's side of the agent, wired together. */
public final class Server {

    private final Workers workers;
    private final Dialogue dialogue;

    public Server(Token token, Configuration configuration, ProcessSystem system, Workers workers) {
        this.workers = workers;
        Boot boot = Boot.now();
        ProcessOperations processes = new ProcessOperations(system.commands()::start, system.processes(), workers);
        FileOperations files = new FileOperations(new Files(configuration));
        this.dialogue = new Dialogue(token, boot, configuration, new Operations(boot, configuration, processes, files));
    }

    /** Listens; who can see the socket can connect. */
    public void start(String address) {
        Listener listener = Listener.open(address, workers, dialogue);
        Thread.ofPlatform().name("listener").start(listener);
    }
}
