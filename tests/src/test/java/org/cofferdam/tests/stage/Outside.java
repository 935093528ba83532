package org.cofferdam.tests.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A neighbour that serves HTTP. */
public final class Outside implements AutoCloseable {

    public static final int PORT = 8000;

    private static final String NETWORK = "198.51.100";
    public static final String ADDRESS = NETWORK + ".2";

    private final Path files;
    private final Neighbour neighbour;
    private final Process server;

    public Outside() throws IOException {
        files = Files.createTempDirectory("cofferdam-outside");
        Files.writeString(files.resolve("greeting"), "from outside");
        neighbour = new Neighbour('o', NETWORK);
        server = serve();
    }

    /** What anybody who reaches it gets. */
    public static String url() {
        return "http://" + ADDRESS + ":" + PORT + "/greeting";
    }

    private Process serve() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String port = Integer.toString(PORT);
        return neighbour
                .command(List.of(java, "-m", "jdk.httpserver", "-b", ADDRESS, "-p", port, "-d", files.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public void close() throws IOException {
        server.destroyForcibly();
        neighbour.close();
        Directories.delete(files);
    }
}
