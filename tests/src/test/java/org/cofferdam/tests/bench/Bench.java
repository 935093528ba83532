package org.cofferdam.tests.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.protocol.error.SandboxException;

/**
 * Measures a running server, on one machine with client, server and sandboxes, and prints a table. Run by {@code ./cofferdam bench}, which
 * sets {@code COFFERDAM_URL}, {@code COFFERDAM_API_KEY}, {@code COFFERDAM_SERVER_PID} and {@code COFFERDAM_ENGINE_SOCKET}. With
 * arguments, only rows whose names contain one of them.
 */
public final class Bench {

    private final PrintStream out;
    private final String[] wanted;

    /** Something that measures itself. */
    interface Measurement {
        Row run() throws Exception;
    }

    private Bench(PrintStream out, String[] wanted) {
        this.out = out;
        this.wanted = wanted;
    }

    /** Fails when a row does. */
    public static void main(String[] arguments) {
        Bench bench = new Bench(System.out, arguments);
        try (Cofferdam cofferdam = Cofferdam.connect(setting("COFFERDAM_URL"), setting("COFFERDAM_API_KEY"))) {
            bench.run(cofferdam);
        }
    }

    private static String setting(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException("Run ./cofferdam bench, or set " + name));
    }

    private void run(Cofferdam cofferdam) {
        out.println(new Row("what", "p50", "p99", "", "aim (p50 unless said)").text());
        out.println(new Row("-", "-", "-", "-", "-").text().replace(' ', '-'));
        try (CommandRows commands = new CommandRows(cofferdam)) {
            row("ping", commands::ping);
            row("exec echo", commands::exec);
            row("exec echo, streamed", commands::execStreamed);
            row("exec echo by the engine's API", commands::execByEngineApi);
            row("exec echo by the engine's command line", commands::execByEngineCommand);
            row("fork and exec alone, from this JVM", commands::forkAndExec);
            row("exec echo, 16 at once", commands::concurrentExecs);
            row("exec echo in a session", commands::sessionExec);
            row("exec echo, 16 sessions at once", commands::concurrentSessions);
            row("exec echo, 16 callers of one session", commands::contendedSession);
            row("start of a background process", commands::processStart);
            row("exec echo over a channel", commands::channelExec);
            row("exec echo in a session over a channel", commands::channelSessionExec);
            row("exec echo over a channel, 16 at once", commands::concurrentChannelExecs);
        }
        try (ByteRows bytes = new ByteRows(cofferdam)) {
            row("line printed to event at the client", bytes::lineToEvent);
            row("line printed to event over a channel", bytes::lineToChannelEvent);
            row("typed line to its echo over a channel", bytes::typedLine);
            row("100 MB of stdout, streamed", bytes::hundredMegabytes);
            row("100 MB of stdout over a channel", bytes::hundredMegabytesByChannel);
            row("100 MB of stdout in one answer", bytes::hundredMegabytesInOneAnswer);
            row("1 GB of stdout, streamed", bytes::gigabyte);
            row("10 MB file written and read back", bytes::fileRoundTrip);
        }
        try (TerminalRows terminals = new TerminalRows(cofferdam)) {
            row("keystroke to echo in a terminal", terminals::keystroke);
            row("keystroke to echo in a local pseudo-terminal", terminals::localKeystroke);
        }
        try (TreeRows trees = new TreeRows(cofferdam)) {
            row("1000 small files in by archive", trees::thousandByArchive);
            row("1000 small files in one by one", trees::thousandOneByOne);
            row("1000 small files out by archive", trees::thousandOut);
            row("list of 10,000 entries", trees::tenThousandListed);
            row("watch: change to event", trees::changeToEvent);
        }
        try (CodeRows code = new CodeRows(cofferdam)) {
            row("memory of a sandbox without contexts", code::memoryWithout);
            row("python 1 + 1", code::python);
            row("python 1 + 1 by jupyter_client", code::pythonByJupyterClient);
            row("javascript 1 + 1", code::javascript);
            row("python context made and deleted", code::contextCreation);
            row("javascript context made and deleted", code::javascriptContextCreation);
            row("python line printed to event at the client", code::printToEvent);
            row("memory of one of 50 python contexts", code::memoryWith);
        }
        try (PortRows ports = new PortRows(cofferdam)) {
            row("preview GET", ports::get);
            row("500 MB through a preview", ports::download);
            row("WebSocket round trip through a preview", ports::socketRoundTrip);
            row("round trip with 500 WebSockets open", ports::manySockets);
        }
        MachineRows machine = new MachineRows(cofferdam);
        row("create to first output, cold", machine::createToFirstOutput);
        try (PoolRows pool = new PoolRows(cofferdam)) {
            row("create to first output, warm", pool::createToFirstOutput);
            row("create to first output, burst of 20, warm", () -> pool.burst(20));
            row("create to first output, burst of 100, pool of 20", () -> pool.burst(100));
            row("claims per second", pool::claims);
        }
        row("resident memory of an idle sandbox's agent", machine::sandboxMemory);
        row("resident memory of the server after all this", machine::serverMemory);
    }

    private void row(String name, Measurement measurement) {
        if (!isWanted(name)) {
            return;
        }
        try {
            out.println(measurement.run().text());
        } catch (SandboxException e) {
            out.println(Row.ofValue(name, e.code() + ": " + e.detail(), "").text());
        } catch (Exception e) {
            throw new IllegalStateException(name, e);
        }
    }

    private boolean isWanted(String name) {
        for (String part : wanted) {
            if (name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return wanted.length == 0;
    }
}
