package org.cofferdam.tests.stage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code ./cofferdam test} provides: the assembled server, the agent, and a container engine with the sandbox image. */
public final class Surroundings {

    private Surroundings() {}

    static Path serverCommand() {
        return require(
                Path.of(setting("COFFERDAM_SERVER_DIR").orElse("../ear/target/server"), "bin", "cofferdam-server"));
    }

    static Path agent() {
        Path agent = Path.of(setting("COFFERDAM_AGENT_DIR").orElse("../container-image/agent/target/agent"));
        require(agent.resolve("bin/agent"));
        return agent.toAbsolutePath().normalize();
    }

    /** The engine's Unix socket. */
    public static Path engineSocket() {
        String socket = setting("COFFERDAM_ENGINE_SOCKET")
                .orElseThrow(() -> new IllegalStateException(
                        "No container engine: run ./cofferdam test, or set COFFERDAM_ENGINE_SOCKET=unix:///…"));
        return require(Path.of(socket.replaceFirst("^unix://", "")));
    }

    public static String image() {
        return setting("COFFERDAM_SANDBOX_IMAGE").orElse("localhost/cofferdam/sandbox:latest");
    }

    /** Whether sandboxes have a network: not where the firewall could not be loaded. */
    public static boolean network() {
        return !setting("COFFERDAM_SANDBOX_NETWORK").orElse("cofferdam").equals("none");
    }

    /** An image with vim, htop, top, tmux and Python. */
    public static String terminalImage() {
        return "localhost/cofferdam/terminal-programs:latest";
    }

    /** The browser; {@code COFFERDAM_CHROMIUM} names another than Debian's. */
    public static Path chromium() {
        return require(Path.of(setting("COFFERDAM_CHROMIUM").orElse("/usr/bin/chromium")));
    }

    /** An archive of the programs that tests run behind previews. */
    public static Path programs() {
        return require(Path.of(setting("COFFERDAM_TEST_PROGRAMS").orElse("target/programs.tar")));
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    private static Path require(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException(path.toAbsolutePath() + " is missing: run ./cofferdam test");
        }
        return path.toAbsolutePath().normalize();
    }
}
