package org.cofferdam.agent.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes environments: image, then what the user's login means, then sandbox, session and command, each overriding those before. */
public final class Environments {

    /** The launcher keeps under this prefix what would change the agent's own JVM. */
    private static final String LAUNCHER_PREFIX = "COFFERDAM_IMAGE_";

    private static final String RESERVED_PREFIX = "COFFERDAM_";

    /** What the launcher sets for the agent, and what a shell notes about itself. */
    private static final Set<String> OF_LAUNCHER = Set.of("MALLOC_ARENA_MAX", "_", "PWD", "OLDPWD", "SHLVL");

    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Map<String, byte[]> image;

    private Environments(Map<String, byte[]> image) {
        this.image = image;
    }

    /** The image's is our own, without what is ours. Its bytes stay as they are: they need not be text. */
    public static Environments ofThisProcess() {
        try {
            return of(Files.readAllBytes(Path.of("/proc/self/environ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Environments of(byte[] environ) {
        return new Environments(parse(environ));
    }

    static Map<String, byte[]> parse(byte[] environ) {
        Map<String, byte[]> image = new TreeMap<>();
        image.put("PATH", DEFAULT_PATH.getBytes(StandardCharsets.UTF_8));
        for (String entry : new String(environ, StandardCharsets.ISO_8859_1).split("\0", -1)) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                continue;
            }
            String name = entry.substring(0, equals);
            boolean kept = name.startsWith(LAUNCHER_PREFIX);
            if (kept || (!name.startsWith(RESERVED_PREFIX) && !OF_LAUNCHER.contains(name))) {
                image.put(
                        kept ? name.substring(LAUNCHER_PREFIX.length()) : name,
                        entry.substring(equals + 1).getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return image;
    }

    /** What every command of {@code user} gets; {@code layers} override each other, a null value unsets. */
    @SafeVarargs
    public final CommandEnvironment forUser(User user, Map<String, @Nullable String>... layers) {
        Map<String, byte[]> merged = new LinkedHashMap<>(image);
        put(merged, "HOME", user.home());
        put(merged, "USER", user.name());
        put(merged, "LOGNAME", user.name());
        for (Map<String, @Nullable String> layer : layers) {
            layer.forEach((name, value) -> put(merged, name, value));
        }
        return new CommandEnvironment(merged);
    }

    static void put(Map<String, byte[]> variables, String name, @Nullable String value) {
        if (value == null) {
            variables.remove(name);
        } else {
            variables.put(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }
}
