package org.cofferdam.tests.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A neighbour with a {@link GitServer}, and two copies of one repository: {@code public/project.git} and {@code private/project.git}. */
public final class GitHost implements AutoCloseable {

    private static final String NETWORK = "203.0.113";
    private static final String ADDRESS = NETWORK + ".2";
    private static final int HTTP = 8000;
    private static final int STRANGER = HTTP + 1;
    private static final int SSH = 2222;

    private final Path directory;
    private final Neighbour neighbour;
    private final Process server;

    /**
     * @param users who may see what is private, {@code user:password}
     * @param authorized a line of authorized_keys for who may by SSH
     */
    public GitHost(List<String> users, String authorized) throws IOException {
        directory = Files.createTempDirectory("cofferdam-git");
        Files.write(directory.resolve("users"), users);
        Files.writeString(directory.resolve("authorized"), authorized);
        makeRepositories();
        neighbour = new Neighbour('g', NETWORK);
        server = serve();
        Await.until("Git server", Duration.ofMinutes(1), () -> {
            if (!server.isAlive()) {
                throw new IllegalStateException("It ended: " + console());
            }
            return Files.exists(directory.resolve("host-key"));
        });
    }

    private String console() {
        try {
            return Files.readString(directory.resolve("console"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Process serve() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String path = System.getProperty("java.class.path");
        return neighbour
                .command(List.of(
                        java,
                        "-cp",
                        path,
                        GitServer.class.getName(),
                        directory.toString(),
                        ADDRESS,
                        Integer.toString(HTTP),
                        Integer.toString(STRANGER),
                        Integer.toString(SSH)))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("console").toFile())
                .start();
    }

    private void makeRepositories() throws IOException {
        sh("""
                set -e
                export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org
                export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
                git init -q -b main work && cd work
                echo one >file && git add . && git commit -q -m one
                echo two >>file && git commit -q -a -m two && git tag v1
                git checkout -q -b topic && echo topic >topic && git add . && git commit -q -m topic
                git checkout -q main && echo three >>file && git commit -q -a -m three
                for place in public private; do
                    git clone -q --bare . ../repositories/$place/project.git
                    git -C ../repositories/$place/project.git config http.receivepack true
                done
                git init -q --bare -b main ../repositories/public/empty.git
                """);
    }

    /** Runs shell text in the server's directory; what it printed. */
    public String sh(String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(printed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        return printed;
    }

    /** The id of what a name stands for in both repositories. */
    public String commit(String name) throws IOException {
        return sh("git -C repositories/public/project.git rev-parse " + name).strip();
    }

    /** @param path for example {@code public/project.git} */
    public String http(String path) {
        return "http://" + ADDRESS + ":" + HTTP + "/" + path;
    }

    /** At an address where nobody listens. */
    public String nobody(String path) {
        return "http://" + ADDRESS + ":" + (SSH + 1) + "/" + path;
    }

    public String ssh(String path) {
        return "ssh://git@" + ADDRESS + ":" + SSH + "/" + path;
    }

    /** Its line of a known_hosts file. */
    public String knownHost() throws IOException {
        return "[" + ADDRESS + "]:" + SSH + " " + Files.readString(directory.resolve("host-key"));
    }

    /** What was shown to the stranger's port, to which {@code moved/} leads. */
    public String shownToStranger() throws IOException {
        Path shown = directory.resolve("stranger");
        return Files.exists(shown) ? Files.readString(shown) : "";
    }

    @Override
    public void close() throws IOException {
        server.destroyForcibly();
        neighbour.close();
        Directories.delete(directory);
    }
}
