package org.cofferdam.agent.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessSpec;

/** What is executed for a request: the program's path, then its argv. */
final class CommandLine {

    private static final List<String> SHELLS = List.of("/bin/bash", "/usr/bin/bash", "/bin/sh", "/usr/bin/sh");

    private CommandLine() {}

    static List<byte[]> of(ProcessSpec spec, CommandEnvironment environment) {
        List<String> words = new ArrayList<>();
        if (spec.command() != null) {
            String shell = shell();
            words.add(shell);
            words.add(shell.substring(shell.lastIndexOf('/') + 1));
            words.add("-c");
            words.add(spec.command());
        } else if (spec.argv() != null) {
            words.add(find(spec.argv().getFirst(), environment.get("PATH")));
            words.addAll(spec.argv());
        }
        return words.stream().map(word -> word.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static String shell() {
        for (String shell : SHELLS) {
            if (Files.isExecutable(Path.of(shell))) {
                return shell;
            }
        }
        throw new SandboxException(
                ErrorCode.NO_SHELL, "The image has neither bash nor sh", "Give argv instead of command", null);
    }

    /** As execvp(3) does it; a program that is nowhere keeps its name, and the attempt to run it tells the user so. */
    private static String find(String program, String path) {
        if (program.indexOf('/') >= 0) {
            return program;
        }
        for (String directory : path.split(":", -1)) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, program);
            if (candidate.isAbsolute() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return program;
    }
}
