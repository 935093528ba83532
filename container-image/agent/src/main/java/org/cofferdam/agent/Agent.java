package org.cofferdam.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.cofferdam.agent.code.Contexts;
import org.cofferdam.agent.file.Unfinished;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.process.Workers;
import org.cofferdam.agent.session.Sessions;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.user.Environments;
import org.cofferdam.agent.user.Users;
import org.cofferdam.agent.wire.Server;
import org.cofferdam.agent.wire.Token;

/** The agent, put together. */
public final class Agent {

    private final ProcessSystem processes;
    private final Server server;

    /** @param scratch for its files; what an earlier agent left there is removed */
    public Agent(Token token, Path scratch) {
        Unfinished unfinished = new Unfinished(scratch);
        makeEmpty(scratch);
        unfinished.start();
        Workers workers = new Workers();
        Configuration configuration = new Configuration(new Users(Path.of("/etc")), Environments.ofThisProcess());
        processes = new ProcessSystem(scratch, configuration, workers);
        server = new Server(
                token,
                configuration,
                processes,
                new Sessions(scratch, configuration, processes),
                new Contexts(scratch, configuration, processes),
                unfinished);
        workers.run(() -> unfinished.removeLeft(configuration));
    }

    /** Kills all processes. */
    public void stop() {
        processes.killAll();
    }

    /** Starts what works inside, then listens. */
    public void start(String address) {
        processes.start();
        listen(address);
    }

    /** @param address {@code unix:/path} or {@code tcp:1.2.3.4:port} */
    void listen(String address) {
        server.start(address);
    }

    /** Users may enter it, as they must for what lies there for them, but not look around. */
    private static void makeEmpty(Path directory) {
        try {
            if (Files.exists(directory)) {
                try (Stream<Path> old = Files.walk(directory)) {
                    for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
