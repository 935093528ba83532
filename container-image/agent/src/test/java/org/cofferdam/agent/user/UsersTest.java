package org.cofferdam.agent.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {

    @TempDir
    private Path etc = Path.of("");

    @BeforeEach
    void write() throws IOException {
        Files.writeString(etc.resolve("passwd"), """
                root:x:0:0:root:/root:/bin/bash
                broken line
                worker:x:1000:1001:,,,:/home/worker:/bin/zsh
                toor:x:0:5::/root:/bin/sh
                """);
        Files.writeString(etc.resolve("group"), "root:x:0:\nworkers:x:1001:\ndocker:x:50:other,worker\nsudo:x:27:\n");
    }

    private Users users() {
        return new Users(etc);
    }

    private void assertFails(ErrorCode code, String who) {
        assertThatThrownBy(() -> users().require(who))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void nameAndNumberAreTheSameUser() {
        User worker = users().require("worker");
        assertThat(worker.identity().uid()).isEqualTo(1000);
        assertThat(worker.identity().groups()).containsExactly(1001, 50);
        assertThat(worker.home()).isEqualTo("/home/worker");
        assertThat(users().require("1000")).isEqualTo(worker);
    }

    @Test
    void numberNeedsNoEntry() {
        assertThat(users().require("4321").identity().groups()).isEqualTo(List.of(4321));
        assertThat(users().require("1000:7").identity().gid()).isEqualTo(7);
    }

    @Test
    void rootByAnyNameIsRefused() {
        assertFails(ErrorCode.USER_NOT_ALLOWED, "root");
        assertFails(ErrorCode.USER_NOT_ALLOWED, "toor");
        assertFails(ErrorCode.USER_NOT_ALLOWED, "0");
        assertFails(ErrorCode.USER_NOT_ALLOWED, "0:1000");
        assertFails(ErrorCode.USER_NOT_ALLOWED, "000");
        assertFails(ErrorCode.USER_UNKNOWN, "nobody");
        assertFails(ErrorCode.USER_UNKNOWN, "");
        assertFails(ErrorCode.USER_UNKNOWN, "-1");
        assertFails(ErrorCode.USER_UNKNOWN, "4294967296");
    }

    @Test
    void environmentIsImageThenLoginThenLayers() {
        String image = "A=image\0LANG=x\0HOME=/root\0COFFERDAM_AGENT_TOKEN_SHA256=secret\0PWD=/\0"
                + "COFFERDAM_IMAGE_LD_PRELOAD=kept\0MALLOC_ARENA_MAX=1\0BYTES=\u00ff\0";
        Environments environments = Environments.of(image.getBytes(StandardCharsets.ISO_8859_1));
        Map<String, String> unset = new HashMap<>(Map.of("B", "sandbox"));
        unset.put("LANG", null);
        CommandEnvironment environment =
                environments.forUser(users().require("worker"), unset).with(Map.of("B", "command"));
        List<String> entries = environment.entries("MARK", "m").stream()
                .map(entry -> new String(entry, StandardCharsets.ISO_8859_1))
                .toList();
        assertThat(entries)
                .containsExactlyInAnyOrder(
                        "A=image",
                        "B=command",
                        "BYTES=\u00ff",
                        "HOME=/home/worker",
                        "LD_PRELOAD=kept",
                        "LOGNAME=worker",
                        "MARK=m",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "USER=worker");
    }
}
