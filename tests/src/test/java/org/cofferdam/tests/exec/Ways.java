package org.cofferdam.tests.exec;

import java.util.concurrent.atomic.AtomicLong;
import org.cofferdam.client.Channel;
import org.cofferdam.client.Command;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.Session;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionSpec;

/** All ways in which a command's output and end come to a client. */
final class Ways implements AutoCloseable {

    static final int COUNT = 9;

    private static final AtomicLong SESSIONS = new AtomicLong();

    private final Sandbox starter;
    private final Sandbox sandbox;
    private final Channel channel;

    /** @param starter makes what is then followed by way of {@code sandbox} */
    Ways(Sandbox starter, Sandbox sandbox) {
        this.starter = starter;
        this.sandbox = sandbox;
        this.channel = sandbox.channel();
    }

    CommandResult run(int way, String program) {
        return switch (way) {
            case 0 -> sandbox.exec(program);
            case 1 -> rest(sandbox.execStream(program));
            case 2 -> rest(sandbox.process(startedElsewhere(program)).events());
            case 3 -> rest(sandbox.start(program).events());
            case 4 -> channel.exec(program);
            case 5 -> rest(channel.process(startedElsewhere(program)).events());
            case 6 -> rest(channel.start(program).events());
            case 7 -> inSession(program, false);
            case 8 -> inSession(program, true);
            default -> throw new IllegalArgumentException("No way " + way);
        };
    }

    private String startedElsewhere(String program) {
        return starter.start(program).id().value();
    }

    private CommandResult rest(ExecStream stream) {
        try (stream) {
            return stream.result();
        }
    }

    /** In a shell of its own: half of the programs end it, and a trap or a file descriptor of one is none of the next one's. */
    private CommandResult inSession(String program, boolean overChannel) {
        SessionId id = new SessionId("random-" + SESSIONS.incrementAndGet());
        Session session = starter.createSession(new SessionSpec(id, null, null, null));
        try {
            Command command = Command.of(program).session(id.value());
            return overChannel ? channel.exec(command) : rest(sandbox.execStream(command));
        } finally {
            session.delete();
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
