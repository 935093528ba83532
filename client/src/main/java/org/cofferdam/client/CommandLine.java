package org.cofferdam.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.Signal;

/**
 * {@code cofferdam-client exec SANDBOX -- PROGRAM ARGUMENT…}: runs a program in a sandbox, made if need be, and ends as it ended, with 128
 * and the signal's number where a signal ended it, as a shell does. The server is {@code COFFERDAM_URL}, the key {@code
 * COFFERDAM_API_KEY}.
 */
public final class CommandLine {

    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    CommandLine(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Exits with the command's status; 64 when called wrongly, 69 when the server refuses or does not answer (sysexits(3)). */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(System.getenv(), System.out, System.err).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        String key = environment.get("COFFERDAM_API_KEY");
        boolean exec = arguments.size() > 3
                && arguments.getFirst().equals("exec")
                && arguments.get(2).equals("--");
        if (!exec || key == null) {
            err.println("usage: COFFERDAM_API_KEY=KEY cofferdam-client exec SANDBOX -- PROGRAM ARGUMENT...");
            return USAGE;
        }
        String url = environment.getOrDefault("COFFERDAM_URL", "http://localhost:8080");
        Command command = Command.ofArgv(arguments.subList(3, arguments.size()));
        try (Cofferdam cofferdam = Cofferdam.connect(url, key);
                ExecStream stream = cofferdam.sandbox(arguments.get(1)).execStream(command)) {
            return follow(stream);
        } catch (SandboxException | ConnectionException | IllegalArgumentException e) {
            err.println("cofferdam-client: " + e.getMessage());
            return UNAVAILABLE;
        } catch (IOException e) {
            err.println("cofferdam-client: cannot write: " + e.getMessage());
            return UNAVAILABLE;
        }
    }

    private int follow(ExecStream stream) throws IOException {
        int status = UNAVAILABLE;
        for (ProcessEvent event : stream) {
            switch (event) {
                case ProcessEvent.Output output -> print(output);
                case ProcessEvent.Truncated gap ->
                    err.println("cofferdam-client: " + (gap.to() - gap.from()) + " bytes are no longer kept");
                case ProcessEvent.Complete end -> status = status(end);
                case ProcessEvent.Start _ -> {
                    // Nothing to show
                }
            }
        }
        return status;
    }

    private void print(ProcessEvent.Output output) throws IOException {
        OutputStream target = output.stream() == OutputStreamName.STDOUT ? out : err;
        target.write(output.bytes());
        target.flush();
    }

    private int status(ProcessEvent.Complete end) {
        if (end.exitCode() != null) {
            return end.exitCode();
        }
        String name = end.signal();
        if (name == null) {
            err.println("cofferdam-client: the command is lost, its sandbox has gone");
            return UNAVAILABLE;
        }
        int number = Arrays.stream(Signal.values())
                .filter(signal -> signal.name().equals(name))
                .mapToInt(Signal::number)
                .findFirst()
                .orElse(0);
        return 128 + number;
    }
}
