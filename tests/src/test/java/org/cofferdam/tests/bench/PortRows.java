package org.cofferdam.tests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;

/** Rows about previews: a program in a sandbox through the server, and without it by the container's own address. */
final class PortRows implements AutoCloseable {

    private static final int PORT = 3000;
    private static final int RUNS = 3_000;
    private static final int SOCKETS = 500;
    private static final long DOWNLOAD_BYTES = 500_000_000L;

    private final Sandbox sandbox;
    private final String address;
    private final URI preview;

    PortRows(Cofferdam cofferdam) {
        sandbox = cofferdam.sandbox("bench-" + UUID.randomUUID().toString().substring(0, 8));
        for (String script : new String[] {"application.js", "sockets.js"}) {
            sandbox.writeFile(script, text(script));
        }
        sandbox.start("node application.js " + PORT + " 0.0.0.0").waitForPort(PORT, Duration.ofSeconds(30));
        address = sandbox.exec("hostname -i").stdout().strip();
        preview = URI.create(sandbox.ports().expose(PORT).url());
    }

    private static String text(String script) {
        try (InputStream in = PortRows.class.getResourceAsStream("/org/cofferdam/tests/port/" + script)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KeptConnection direct() throws IOException {
        return new KeptConnection(address, PORT, "localhost");
    }

    private KeptConnection proxied() throws IOException {
        return new KeptConnection("127.0.0.1", preview.getPort(), preview.getAuthority());
    }

    Row get() throws Exception {
        try (KeptConnection direct = direct();
                KeptConnection proxied = proxied()) {
            Samples without = Samples.of(RUNS, RUNS, () -> direct.get("/count"));
            Samples with = Samples.of(RUNS, RUNS, () -> proxied.get("/count"));
            Duration added = with.median().minus(without.median());
            String more = "direct " + Row.millis(without.median()) + ", added " + Row.millis(added);
            return Row.of("preview GET", with, more, "1 ms added");
        }
    }

    Row download() throws Exception {
        try (KeptConnection direct = direct();
                KeptConnection proxied = proxied()) {
            String path = "/bytes?" + DOWNLOAD_BYTES;
            Samples without = Samples.of(1, 3, () -> direct.get(path));
            Samples with = Samples.of(1, 3, () -> proxied.get(path));
            String more = rate(with.median()) + ", direct " + rate(without.median());
            return Row.of("500 MB through a preview", with, more, "");
        }
    }

    private static String rate(Duration time) {
        return String.format(Locale.ROOT, "%.0f MB/s", DOWNLOAD_BYTES / 1e6 / (time.toNanos() / 1e9));
    }

    Row socketRoundTrip() throws Exception {
        try (KeptConnection direct = direct();
                KeptConnection proxied = proxied()) {
            direct.upgrade("/socket");
            proxied.upgrade("/socket");
            Samples without = Samples.of(RUNS, RUNS, direct::echo);
            Samples with = Samples.of(RUNS, RUNS, proxied::echo);
            return Row.of("WebSocket round trip through a preview", with, "direct " + Row.millis(without.median()), "");
        }
    }

    Row manySockets() throws Exception {
        List<KeptConnection> open = new ArrayList<>();
        long before = Memory.serverKilobytes();
        try {
            Samples opening = Samples.of(0, SOCKETS, () -> {
                KeptConnection socket = proxied();
                open.add(socket);
                socket.upgrade("/socket");
            });
            int[] next = {0};
            Samples echoes = Samples.of(
                    SOCKETS, 4 * SOCKETS, () -> open.get(next[0]++ % SOCKETS).echo());
            long grown = Math.max(0, Memory.serverKilobytes() - before) >> 10;
            String more = "opening " + Row.millis(opening.median()) + ", server grew by " + grown + " MB";
            return Row.of("round trip with 500 WebSockets open", echoes, more, "");
        } finally {
            for (KeptConnection socket : open) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        sandbox.destroy();
    }
}
