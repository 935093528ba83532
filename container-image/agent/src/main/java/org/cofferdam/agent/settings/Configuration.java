package org.cofferdam.agent.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.user.Environments;
import org.cofferdam.agent.user.User;
import org.cofferdam.agent.user.Users;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.AgentSettings;

/** The settings in force; until the server sends some, uid 1000 works in /workspace. */
public final class Configuration {

    private static final AgentSettings INITIAL = new AgentSettings(Map.of(), "1000", "/workspace", 256L << 20);

    private final Users users;
    private final Environments environments;
    private volatile SandboxDefaults defaults;
    private volatile boolean configured;

    public Configuration(Users users, Environments environments) {
        this.users = users;
        this.environments = environments;
        this.defaults = defaults(INITIAL);
    }

    /**
     * Puts settings in force for what begins from now on; makes the working directory where the image has none.
     *
     * @throws SandboxException {@code user-unknown}, {@code user-not-allowed}, {@code cwd-not-found}
     */
    public void configure(AgentSettings settings) {
        SandboxDefaults next = defaults(settings);
        if (!settings.cwd().startsWith("/")) {
            throw new SandboxException(ErrorCode.CWD_NOT_FOUND, "Not an absolute path: " + settings.cwd());
        }
        makeDirectory(Path.of(settings.cwd()), next.user());
        defaults = next;
        configured = true;
    }

    private SandboxDefaults defaults(AgentSettings settings) {
        User user = users.require(settings.user());
        return new SandboxDefaults(
                user,
                environments.forUser(user, settings.env()),
                settings.cwd(),
                settings.maxOutputBytes(),
                settings.env(),
                environments);
    }

    private static void makeDirectory(Path directory, User owner) {
        if (Files.exists(directory)) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new SandboxException(ErrorCode.CWD_NOT_FOUND, "Cannot make the working directory " + directory, e);
        }
        byte[] path = directory.toString().getBytes(StandardCharsets.UTF_8);
        FileCalls.require(
                "chown",
                FileCalls.chown(path, owner.identity().uid(), owner.identity().gid()));
    }

    public SandboxDefaults defaults() {
        return defaults;
    }

    public Users users() {
        return users;
    }

    /** Whether the server has sent settings. */
    public boolean configured() {
        return configured;
    }
}
