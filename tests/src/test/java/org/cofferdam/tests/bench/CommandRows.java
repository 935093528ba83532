package org.cofferdam.tests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.cofferdam.client.Channel;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.ExecStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.Session;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.Surroundings;

/** Rows about commands. */
final class CommandRows implements AutoCloseable {

    private static final String ECHO = "echo hello";
    private static final int AT_ONCE = 16;
    private static final int RUNS = 1_500;

    private final Sandbox sandbox;

    CommandRows(Cofferdam cofferdam) {
        sandbox = cofferdam.sandbox("bench-" + UUID.randomUUID());
    }

    Row ping() throws Exception {
        return Row.of("ping", Samples.of(2_000, 3_000, sandbox::ping), "", "0.8 ms");
    }

    Row exec() throws Exception {
        Samples samples = Samples.of(RUNS, RUNS, () -> expectHello(sandbox.exec(ECHO)));
        return Row.of("exec echo", samples, "", "3 ms, p99 10 ms");
    }

    Row execStreamed() throws Exception {
        Samples samples = Samples.of(500, RUNS, () -> {
            try (ExecStream stream = sandbox.execStream(ECHO)) {
                expectHello(stream.result());
            }
        });
        return Row.of("exec echo, streamed", samples, "", "");
    }

    Row channelExec() throws Exception {
        try (Channel channel = sandbox.channel()) {
            Samples samples = Samples.of(RUNS, RUNS, () -> expectHello(channel.exec(ECHO)));
            return Row.of("exec echo over a channel", samples, "", "3 ms");
        }
    }

    Row channelSessionExec() throws Exception {
        String session = sandbox.createSession("bench-channel").id().value();
        try (Channel channel = sandbox.channel()) {
            Samples samples = Samples.of(
                    RUNS, RUNS, () -> expectHello(channel.exec(Command.of(ECHO).session(session))));
            return Row.of("exec echo in a session over a channel", samples, "", "2 ms");
        }
    }

    Row concurrentChannelExecs() throws Exception {
        try (Channel channel = sandbox.channel()) {
            Samples samples = atOnce(4_000, _ -> expectHello(channel.exec(ECHO)));
            return Row.of("exec echo over a channel, 16 at once", samples, perSecond(samples), "1000/s");
        }
    }

    Row execByEngineApi() throws Exception {
        Engine engine = Engine.atHand();
        Engine.Container container = container(engine);
        Samples samples = Samples.of(5, 40, () -> engine.exec(container, "bash", "-c", ECHO));
        return Row.of("exec echo by the engine's API", samples, "", "");
    }

    Row execByEngineCommand() throws Exception {
        Engine engine = Engine.atHand();
        List<String> words = new ArrayList<>(
                engine.isPodman()
                        ? List.of("podman", "--url", "unix://" + Surroundings.engineSocket())
                        : List.of("docker", "--host", "unix://" + Surroundings.engineSocket()));
        words.addAll(List.of("exec", container(engine).id(), "bash", "-c", ECHO));
        Samples samples = Samples.of(2, 20, () -> run(words));
        return Row.of("exec echo by the engine's command line", samples, words.getFirst() + " exec", "");
    }

    private Engine.Container container(Engine engine) {
        return engine.containerOfSandbox(sandbox.id().value());
    }

    Row forkAndExec() throws Exception {
        Samples samples = Samples.of(200, RUNS, () -> run(List.of("bash", "-c", ECHO)));
        return Row.of("fork and exec alone, from this JVM", samples, "no container", "");
    }

    private static void run(List<String> argv) throws Exception {
        Process process = new ProcessBuilder(argv).start();
        process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(argv + " failed");
        }
    }

    Row concurrentExecs() throws Exception {
        Samples samples = atOnce(4_000, _ -> expectHello(sandbox.exec(ECHO)));
        return Row.of("exec echo, 16 at once", samples, perSecond(samples), "1000/s");
    }

    Row sessionExec() throws Exception {
        Session session = sandbox.createSession("bench");
        Samples samples = Samples.of(RUNS, RUNS, () -> expectHello(session.exec(ECHO)));
        return Row.of("exec echo in a session", samples, "", "2 ms, p99 10 ms");
    }

    Row concurrentSessions() throws Exception {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            sessions.add(sandbox.createSession("bench-" + i));
        }
        Samples samples =
                atOnce(4_000, i -> expectHello(sessions.get(i % AT_ONCE).exec(ECHO)));
        return Row.of("exec echo, 16 sessions at once", samples, perSecond(samples), "1000/s");
    }

    Row contendedSession() throws Exception {
        Session session = sandbox.createSession("contended");
        Samples samples = atOnce(2_000, _ -> expectHello(session.exec(ECHO)));
        return Row.of("exec echo, 16 callers of one session", samples, perSecond(samples), "");
    }

    Row processStart() throws Exception {
        Samples samples = Samples.of(300, 600, () -> sandbox.start("true"));
        return Row.of("start of a background process", samples, "", "3 ms");
    }

    private static Samples atOnce(int runs, AtOnce.Run<Boolean> work) throws Exception {
        AtOnce.run(runs / 4, AT_ONCE, work);
        long begin = System.nanoTime();
        List<Duration> times = AtOnce.run(runs, AT_ONCE, number -> Samples.time(() -> work.run(number)));
        return new Samples(times, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static String perSecond(Samples samples) {
        return String.format(Locale.ROOT, "%.0f/s", samples.perSecond());
    }

    private static boolean expectHello(CommandResult result) {
        if (!result.stdout().equals("hello\n") || !result.success()) {
            throw new IllegalStateException("Not hello: " + result);
        }
        return true;
    }

    @Override
    public void close() {
        sandbox.destroy();
    }
}
