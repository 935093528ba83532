package org.cofferdam.agent.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Prepares shells. */
final class ShellMaker {

    private final Path scratch;
    private final ProcessSystem system;
    private final AtomicLong made = new AtomicLong();

    ShellMaker(Path scratch, ProcessSystem system) {
        this.scratch = scratch;
        this.system = system;
    }

    Shell make(User user, Shell.Listener listener) {
        String path = scratch.resolve("session-" + made.incrementAndGet()).toString();
        return new Shell(system, ShellDirectory.make(path, user.identity()), listener);
    }

    /** @throws SandboxException {@code no-shell} */
    String bash() {
        for (String path : new String[] {"/bin/bash", "/usr/bin/bash"}) {
            if (Files.isExecutable(Path.of(path))) {
                return path;
            }
        }
        throw new SandboxException(
                ErrorCode.NO_SHELL, "Sessions need bash, which the image does not have", "Leave session out", null);
    }
}
