package org.cofferdam.tests.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another machine that serves HTTP: a network namespace with an address for documentation (RFC 5737, TEST-NET-2), joined to this machine
 * as a neighbour would be. It takes root and ip(8).
 */
public final class Outside implements AutoCloseable {

    public static final String ADDRESS = "198.51.100.2";
    public static final int PORT = 8000;

    private static final String NEIGHBOUR = "198.51.100.1";

    private final String name = "cfd-out-" + ProcessHandle.current().pid();
    private final String cable = "cfdo" + ProcessHandle.current().pid();
    private final Path files;
    private final Process server;

    public Outside() throws IOException {
        files = Files.createTempDirectory("cofferdam-outside");
        Files.writeString(files.resolve("greeting"), "from outside");
        boolean made = false;
        ip("netns", "add", name);
        try {
            ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name);
            ip("address", "add", NEIGHBOUR + "/30", "dev", cable);
            ip("link", "set", cable, "up");
            ip("-n", name, "address", "add", ADDRESS + "/30", "dev", "eth0");
            ip("-n", name, "link", "set", "eth0", "up");
            server = serve();
            made = true;
        } finally {
            if (!made) {
                ip("netns", "delete", name);
            }
        }
    }

    /** What anybody who reaches it gets. */
    public static String url() {
        return "http://" + ADDRESS + ":" + PORT + "/greeting";
    }

    private Process serve() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        "ip",
                        "netns",
                        "exec",
                        name,
                        java,
                        "-m",
                        "jdk.httpserver",
                        "-b",
                        ADDRESS,
                        "-p",
                        Integer.toString(PORT),
                        "-d",
                        files.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("ip " + String.join(" ", arguments) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.destroyForcibly();
        ip("netns", "delete", name);
        Directories.delete(files);
    }
}
