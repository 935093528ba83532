package org.cofferdam.tests.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.RunStream;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.ContextSpec;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunResult;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.tests.stage.Engine;

/** Rows about the code interpreter. */
final class CodeRows implements AutoCloseable {

    private static final int RUNS = 500;
    private static final int CONTEXTS = 50;

    /** The same kernel, driven inside the sandbox by the library that notebooks use; it prints milliseconds, the fastest first. */
    private static final String JUPYTER_CLIENT = """
            import json, os, subprocess, tempfile, time
            from jupyter_client import BlockingKernelClient
            place = tempfile.mkdtemp()
            connection = dict(transport='ipc', ip=place + '/s', shell_port=1, iopub_port=2, stdin_port=3, control_port=4, hb_port=5, key='',
                              signature_scheme='hmac-sha256')
            with open(place + '/c.json', 'w') as file: json.dump(connection, file)
            kernel = subprocess.Popen(['python3', '-m', 'cofferdam_kernel', '-f', place + '/c.json'], stderr=subprocess.DEVNULL)
            client = BlockingKernelClient(connection_file=place + '/c.json')
            client.load_connection_file(); client.start_channels(hb=False); client.wait_for_ready(timeout=60)
            times = []
            for i in range(600):
                begin = time.perf_counter()
                client.execute_interactive('1 + 1', output_hook=lambda message: None)
                times.append(time.perf_counter() - begin)
            kernel.kill()
            print(*sorted(1000 * each for each in times[100:]))
            """;

    private final Sandbox sandbox;

    CodeRows(Cofferdam cofferdam) {
        sandbox = cofferdam.sandbox("bench-" + UUID.randomUUID());
    }

    Row memoryWithout() throws Exception {
        return Row.ofValue("memory of a sandbox without contexts", megabytes() + " MB", "100 MB");
    }

    Row python() throws Exception {
        return one("python 1 + 1", "python", "3 ms");
    }

    Row javascript() throws Exception {
        return one("javascript 1 + 1", "javascript", "");
    }

    private Row one(String what, String language, String aim) throws Exception {
        RunSpec spec = new RunSpec(null, "1 + 1", null, language, null, null, null, null);
        return Row.of(
                what, Samples.of(RUNS, RUNS, () -> requireOk(sandbox.code().run(spec))), "", aim);
    }

    private static void requireOk(RunResult result) {
        if (!result.success()) {
            throw new IllegalStateException("Not ok: " + result);
        }
    }

    Row pythonByJupyterClient() {
        sandbox.files().write("/tmp/jupyter_client_times.py", JUPYTER_CLIENT);
        String[] sorted = sandbox.exec("python3 /tmp/jupyter_client_times.py")
                .stdout()
                .trim()
                .split(" ", -1);
        List<Duration> times = new ArrayList<>();
        for (String millis : sorted) {
            times.add(Duration.ofNanos(new BigDecimal(millis).movePointRight(6).longValue()));
        }
        return Row.of(
                "python 1 + 1 by jupyter_client",
                new Samples(times, Duration.ZERO),
                "inside the sandbox, no server",
                "");
    }

    Row contextCreation() throws Exception {
        return creation("python context made and deleted", "python", "30 ms");
    }

    Row javascriptContextCreation() throws Exception {
        return creation("javascript context made and deleted", "javascript", "");
    }

    private Row creation(String what, String language, String aim) throws Exception {
        ContextSpec spec = new ContextSpec(null, language, null, null);
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < CONTEXTS; i++) {
            long begin = System.nanoTime();
            ContextId id = sandbox.code().createContext(spec).id();
            times.add(Duration.ofNanos(System.nanoTime() - begin));
            sandbox.code().delete(id);
        }
        return Row.of(what, new Samples(times.subList(1, times.size()), Duration.ZERO), "deleting not counted", aim);
    }

    /** Python tells the time when it prints; client and sandbox share a clock. */
    Row printToEvent() {
        String code = "import time\nfor i in range(300): print(time.time_ns(), flush=True); time.sleep(0.01)";
        List<Duration> times = new ArrayList<>();
        try (RunStream stream = sandbox.code().stream(new RunSpec(null, code, null, null, null, null, null, null))) {
            for (RunEvent event : stream) {
                if (event instanceof RunEvent.Stdout out && !out.data().isBlank()) {
                    Instant arrived = Instant.now();
                    long printed = Long.parseLong(out.data().lines().findFirst().orElseThrow());
                    times.add(Duration.between(Instant.EPOCH.plusNanos(printed), arrived));
                }
            }
        }
        return Row.of(
                "python line printed to event at the client",
                new Samples(times.subList(times.size() / 6, times.size()), Duration.ZERO),
                "",
                "20 ms");
    }

    Row memoryWith() throws Exception {
        List<ContextId> made = new ArrayList<>();
        long before = megabytes();
        for (int i = 0; i < CONTEXTS; i++) {
            ContextId id = sandbox.code().createContext(ContextSpec.DEFAULTS).id();
            requireOk(sandbox.code().run("1 + 1", id));
            made.add(id);
        }
        long each = (megabytes() - before) / CONTEXTS;
        made.forEach(sandbox.code()::delete);
        return Row.ofValue("memory of one of 50 python contexts", each + " MB", "");
    }

    /** The agent's, and what its user's processes take, shared pages by their share. */
    private long megabytes() throws Exception {
        Engine engine = Engine.atHand();
        long agent = engine.inspect(engine.containerOfSandbox(sandbox.id().value()))
                .at("/State/Pid")
                .asLong();
        String users = sandbox.exec(
                        "cat /proc/[0-9]*/smaps_rollup 2>/dev/null | awk '/^Pss:/ { sum += $2 } END { print sum + 0 }'")
                .stdout()
                .trim();
        return (Memory.residentKilobytes(agent) + Long.parseLong(users)) >> 10;
    }

    @Override
    public void close() {
        sandbox.destroy();
    }
}
