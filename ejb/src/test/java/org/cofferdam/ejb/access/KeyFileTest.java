package org.cofferdam.ejb.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.cofferdam.persistence.access.KeyText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

    @Test
    void keyIsForItsOwnerAlone(@TempDir Path home) throws IOException {
        KeyText text = KeyText.random();
        KeyFile file = new KeyFile(home.resolve("new/home"));
        file.write(KeyText.random());
        file.write(text);
        assertThat(Files.readString(file.path()).strip()).isEqualTo(text.reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        try (var files = Files.list(home.resolve("new/home"))) {
            assertThat(files).containsExactly(file.path());
        }
    }
}
