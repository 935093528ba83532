package org.cofferdam.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cofferdam.agent.file.Unfinished;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.user.Environments;
import org.cofferdam.agent.user.Users;
import org.cofferdam.protocol.sandbox.AgentSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnfinishedTest {

    @TempDir
    Path scratch;

    @Test
    void onlyWhatBeganAndDidNotEndIsRemoved() throws IOException {
        Path home = Files.createTempDirectory(TestAgent.home(), "unfinished");
        Files.setAttribute(home, "unix:uid", 1000);
        String[] names = {".cofferdam-0000000000000001", ".cofferdam-0000000000000002", ".cofferdam-3", "precious"};
        StringBuilder journal = new StringBuilder();
        for (String name : names) {
            Path left = Files.createDirectories(home.resolve(name).resolve("closed"));
            Files.writeString(left.resolve("file"), "x");
            journal.append('+').append(home.resolve(name)).append('\0');
        }
        journal.append('-').append(home.resolve(names[1])).append('\0').append("+/cut o");
        new ProcessBuilder("chown", "-R", "1000:1000", home.toString())
                .inheritIO()
                .start()
                .onExit()
                .join();
        Files.writeString(scratch.resolve("unfinished"), journal, StandardCharsets.UTF_8);
        Configuration configuration = new Configuration(new Users(Path.of("/etc")), Environments.ofThisProcess());
        configuration.configure(new AgentSettings(Map.of(), "1000", home.toString(), 1 << 20));
        new Unfinished(scratch).removeLeft(configuration);
        assertThat(home.toFile().list()).containsExactlyInAnyOrder(names[1], names[2], names[3]);
    }
}
