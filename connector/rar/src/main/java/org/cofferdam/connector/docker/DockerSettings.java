package org.cofferdam.connector.docker;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where the engine is and what its containers are given.
 *
 * @param engineSocket {@code unix:///path}
 * @param runDirectory on this host, for the agents' sockets
 * @param agentDirectory on this host, with the agent and its runtime; may be a link, which is followed whenever a container starts
 * @param network that sandboxes reach the outside through, or {@code none} where there is no safe one
 * @param instance tells this installation's containers from others' on the same engine
 */
public record DockerSettings(
        URI engineSocket, Path runDirectory, Path agentDirectory, String network, String instance) {

    static final String NO_NETWORK = "none";

    /** So that a socket below it stays within the 107 bytes of unix(7). */
    private static final int LONGEST_RUN_DIRECTORY = 107 - "/0123456789abcdef/agent.sock".length();

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    /** @throws IllegalArgumentException names the setting that is wrong */
    public DockerSettings {
        if (!"unix".equals(engineSocket.getScheme())
                || engineSocket.getPath() == null
                || engineSocket.getPath().length() < 2) {
            throw new IllegalArgumentException("engineSocket is not unix:///path: " + engineSocket);
        }
        requireAbsolute("runDirectory", runDirectory);
        requireAbsolute("agentDirectory", agentDirectory);
        if (runDirectory.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_RUN_DIRECTORY) {
            throw new IllegalArgumentException(
                    "runDirectory is longer than " + LONGEST_RUN_DIRECTORY + " bytes: " + runDirectory);
        }
        requireName("network", network);
        requireName("instance", instance);
    }

    private static void requireAbsolute(String setting, Path path) {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException(setting + " is not absolute: " + path);
        }
    }

    private static void requireName(String setting, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(setting + " is not a name of letters, digits and _.-: " + value);
        }
    }
}
