package org.cofferdam.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cofferdam.agent.archive.TarEntry;
import org.cofferdam.agent.archive.TarOutput;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArchiveTest {

    /** A tree of everything that a tree can have. */
    private static final String TREE = "mkdir -p t/empty t/deep/er t/closed && cd t && umask 022"
            + " && echo one > one && cp one 'a b' && cp one $'new\\nline' && cp one $'bad\\377name' && cp one ünï"
            + " && ln one deep/hard && ln -s ../one deep/soft && ln -s /etc/passwd out && ln -s nowhere dangling"
            + " && L=$(printf 'n%.0s' $(seq 150)) && cp one $L && ln -s $L long && mkdir -p $L/$L/$L && echo x > $L/$L/$L/x;"
            + " head -c 300000 /dev/urandom > large && chmod 4751 one && chmod 600 large && touch -d '1999-01-02 03:04:05.678901234' large"
            + " && : > closed/in && chmod 555 closed && mkfifo pipe";

    private static final String LOOK =
            "find . ! -name pipe -printf '%p|%y|%m|%T@|%l|%n\\n' | sed 's/|\\([0-9]*\\)$/|\\1/' | sort -z; "
                    + "find . -type f -print0 | sort -z | xargs -0 sha256sum";

    private final AgentClient agent = TestAgent.connect();
    private Path directory = TestAgent.home();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(TestAgent.home(), "archive");
        Files.setAttribute(directory, "unix:uid", 1000);
        Files.setAttribute(directory, "unix:gid", 1000);
    }

    @AfterEach
    void disconnect() {
        agent.close();
    }

    private String at(String name) {
        return directory + "/" + name;
    }

    private String run(String script) {
        return agent.exec("cd " + directory + " && " + script).out();
    }

    private byte[] pack(String path, boolean gzip, List<String> excludes, boolean gitignore) {
        agent.request(Operation.FILE_PACK, new FileRequest.Pack(path, excludes, gitignore, gzip, null));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            Frame frame = agent.frame();
            switch (frame.kind()) {
                case DATA -> bytes.writeBytes(frame.payload());
                case REPLY -> {
                    return bytes.toByteArray();
                }
                default -> throw agent.read(frame, Problem.class).toException();
            }
        }
    }

    private ArchiveInfo unpack(String path, byte[] archive, boolean replace) {
        return unpack(path, archive, replace, null, null);
    }

    private ArchiveInfo unpack(
            String path, byte[] archive, boolean replace, @Nullable Long maxEntries, @Nullable Long maxBytes) {
        agent.request(Operation.FILE_UNPACK, new FileRequest.Unpack(path, replace, maxEntries, maxBytes, null));
        for (int i = 0; i < archive.length; i += 100_000) {
            agent.data(Arrays.copyOfRange(archive, i, Math.min(archive.length, i + 100_000)));
        }
        agent.endOfData();
        return agent.reply(Operation.FILE_UNPACK);
    }

    private void refused(ErrorCode code, String path, byte[] archive) {
        assertThatThrownBy(() -> unpack(path, archive, false))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(run("find . -name '.cofferdam-*'")).isEmpty();
    }

    private static byte[] tar(TarEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarOutput tar = new TarOutput(bytes);
        for (TarEntry entry : entries) {
            tar.begin(entry);
            tar.write(new byte[(int) entry.size()], 0, (int) entry.size());
        }
        tar.end();
        return bytes.toByteArray();
    }

    private static TarEntry file(String name, long size) {
        return TarEntry.file(name.getBytes(StandardCharsets.UTF_8), 0644, size, Instant.EPOCH);
    }

    private static TarEntry link(String name, String target) {
        return TarEntry.symbolicLink(
                name.getBytes(StandardCharsets.UTF_8), target.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    }

    private static TarEntry hardLink(String name, String target) {
        return TarEntry.hardLink(
                name.getBytes(StandardCharsets.UTF_8), target.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    }

    @Test
    void treeComesBackAsItWas() {
        run(TREE);
        String before = run("cd t && " + LOOK);
        assertThat(before).contains("large|f|600|915246245.6789012340");
        for (boolean gzip : new boolean[] {true, false}) {
            String copy = "copy-" + gzip;
            unpack(at(copy), pack(at("t"), gzip, List.of(), false), false);
            assertThat(run("cd " + copy + " && " + LOOK)).isEqualTo(before);
        }
        run("mkdir there && touch there/old && chmod 700 there");
        unpack(at("there"), pack(at("t"), true, List.of(), false), true);
        assertThat(run("cd there && find . -mindepth 1 ! -name pipe -printf '%p|%m|%T@|%l\\n' | sort -z"))
                .isEqualTo(run("cd t && find . -mindepth 1 ! -name pipe -printf '%p|%m|%T@|%l\\n' | sort -z"));
    }

    @Test
    void gnuTarAgrees() throws IOException {
        run(TREE);
        String before = run("cd t && " + LOOK);
        Files.write(TestAgent.root().resolve("ours.tar.gz"), pack(at("t"), true, List.of(), false));
        run("mkdir by-tar && tar -xpzf " + TestAgent.root().resolve("ours.tar.gz") + " -C by-tar");
        assertThat(run("cd by-tar && " + LOOK)).isEqualTo(before);
        for (String format : new String[] {"gnu", "pax"}) {
            run("tar --format=" + format + " --exclude=./pipe -czf theirs." + format + " -C t .");
            unpack(at(format), Files.readAllBytes(Path.of(at("theirs." + format))), false);
            String look =
                    "find . -type f -print0 | sort -z | xargs -0 sha256sum; find . -printf '%p|%y|%m|%l\\n' | sort";
            assertThat(run("cd " + format + " && " + look)).isEqualTo(run("cd t && rm -f pipe && " + look));
        }
    }

    @Test
    void excludesAndGitignoreLeaveOut() {
        run(
                "mkdir -p p/node_modules/x p/src/build p/log && cd p && touch node_modules/x/y src/a.o src/b.c src/build/c keep.o log/1"
                        + " && printf '*.o\\n!/keep.o\\n/log/\\n' > .gitignore && printf 'build/\\n' > src/.gitignore");
        unpack(at("q"), pack(at("p"), false, List.of("node_modules/"), true), false);
        assertThat(run("cd q && find . -type f | sort"))
                .isEqualTo("./.gitignore\n./keep.o\n./src/.gitignore\n./src/b.c\n");
    }

    @Test
    void nothingEscapes() throws IOException {
        run("mkdir in && echo safe > safe && mkdir aside");
        refused(ErrorCode.INVALID_ARCHIVE, at("in"), tar(file("../escaped", 1)));
        refused(ErrorCode.INVALID_ARCHIVE, at("in"), tar(file("a/../../escaped", 1)));
        refused(ErrorCode.INVALID_ARCHIVE, at("in"), tar(file(at("escaped"), 1)));
        refused(ErrorCode.INVALID_ARCHIVE, at("in"), tar(link("l", at("aside")), file("l/escaped", 1)));
        refused(ErrorCode.INVALID_ARCHIVE, at("in"), tar(link("l", ".."), file("l/escaped", 1)));
        refused(ErrorCode.INVALID_ARCHIVE, at("in"), tar(hardLink("h", "../../../safe")));
        refused(ErrorCode.INVALID_ARCHIVE, at("in"), tar(hardLink("h", at("safe"))));
        refused(ErrorCode.INVALID_ARCHIVE, at("in"), tar(link("l", at("")), hardLink("h", "l/safe")));
        run("ln -s ../aside in/l");
        refused(ErrorCode.FILE_EXISTS, at("in"), tar(file("l/escaped", 1)));
        assertThat(run("find . -name escaped; cat safe; ls in")).isEqualTo("safe\nl\n");
    }

    @Test
    void whatIsNoTreeIsRefused() throws IOException {
        byte[] good = tar(file("a", 700), file("b", 10));
        for (char flag : "346S".toCharArray()) {
            byte[] odd = tar(file("a", 0));
            odd[156] = (byte) flag;
            int sum = 0;
            for (int i = 0; i < 512; i++) {
                sum += i >= 148 && i < 156 ? ' ' : odd[i] & 0xff;
            }
            System.arraycopy("%06o".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, odd, 148, 6);
            refused(ErrorCode.INVALID_ARCHIVE, at("x"), odd);
        }
        refused(ErrorCode.INVALID_ARCHIVE, at("x"), Arrays.copyOf(good, 1000));
        refused(ErrorCode.INVALID_ARCHIVE, at("x"), "no archive".repeat(100).getBytes(StandardCharsets.US_ASCII));
        byte[] gzip = pack(TestAgent.home() + "/" + directory.getFileName(), true, List.of(), false);
        refused(ErrorCode.INVALID_ARCHIVE, at("x"), Arrays.copyOf(gzip, gzip.length - 5));
        assertThatThrownBy(() -> unpack(at("x"), good, false, 1L, null)).hasMessageContaining("more than 1 entries");
        assertThatThrownBy(() -> unpack(at("x"), good, false, null, 705L)).hasMessageContaining("more than 705 bytes");
        assertThat(Path.of(at("x"))).doesNotExist();
    }

    @Test
    void failureLeavesWhatWasThere() throws Exception {
        run("mkdir -p d/sub && echo old > d/sub/file");
        String before = run("ls -lR --time-style=full-iso d/sub");
        refused(ErrorCode.INVALID_ARCHIVE, at("d"), Arrays.copyOf(tar(file("sub/file", 700)), 700));
        refused(ErrorCode.FILE_EXISTS, at("d"), tar(file("new", 1), file("sub", 1)));
        try (AgentClient other = TestAgent.connect()) {
            other.request(Operation.FILE_UNPACK, new FileRequest.Unpack(at("d"), true, null, null, null));
            other.data(tar(file("sub/file", 1)));
        }
        Deadline.await(() -> Path.of(at("d")).toFile().list().length == 1);
        assertThat(run("ls d; ls -lR --time-style=full-iso d/sub")).isEqualTo("sub\n" + before);
    }

    @Test
    void mergeKeepsAndReplaceClears() throws IOException {
        run("mkdir -p d/sub && echo old > d/sub/file && touch d/other d/sub/kept");
        unpack(at("d"), tar(file("sub/file", 3), file("fresh/x", 1)), false);
        assertThat(run("cd d && find . -type f -printf '%p %s\\n' | sort"))
                .isEqualTo("./fresh/x 1\n./other 0\n./sub/file 3\n./sub/kept 0\n");
        unpack(at("d"), tar(file("only", 2)), true);
        assertThat(run("ls -A d")).isEqualTo("only\n");
    }

    @Test
    void damagedArchivesNeverHarm() throws IOException {
        run(TREE + "; mkdir ../in; echo safe > ../safe");
        byte[] good = pack(at("t/deep"), false, List.of(), false);
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                unpack(at("in"), bad, true);
            } catch (SandboxException e) {
                assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL_ERROR);
            }
        }
        assertThat(run("ls -A | sort; cat safe")).isEqualTo("in\nsafe\nt\nsafe\n");
    }

    @Test
    void fuzzedEntriesNeverLeaveTheDirectory() throws IOException {
        run("mkdir in aside aside/dir && echo safe > aside/safe && echo safe > safe && chmod 640 safe");
        String look = "find . -path ./in -prune -o -printf '%p|%y|%m|%T@|%l|%n|%s\\n' | sort; cat safe aside/safe";
        String before = run(look);
        List<String> parts = List.of(
                "..",
                ".",
                "",
                "a",
                "b",
                "l",
                "aside",
                "safe",
                directory.toString(),
                "/",
                "../aside",
                "../../" + directory.getFileName(),
                "n".repeat(300),
                "new\nline",
                "\u0000x");
        Random random = new Random(12);
        for (int i = 0; i < 300; i++) {
            TarEntry[] entries = new TarEntry[1 + random.nextInt(8)];
            for (int j = 0; j < entries.length; j++) {
                String name = path(parts, random);
                String target = path(parts, random);
                entries[j] = switch (random.nextInt(4)) {
                    case 0 -> link(name, target);
                    case 1 -> hardLink(name, target);
                    case 2 -> TarEntry.directory(name.getBytes(StandardCharsets.UTF_8), 0777, Instant.EPOCH);
                    default -> file(name, random.nextInt(3));
                };
            }
            try {
                unpack(at("in"), tar(entries), random.nextBoolean());
            } catch (SandboxException e) {
                assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL_ERROR);
            }
            if (i % 20 == 19) {
                assertThat(run(look)).isEqualTo(before);
            }
        }
        assertThat(run("find . -name '.cofferdam-*'")).isEmpty();
    }

    private static String path(List<String> parts, Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            path.append(parts.get(random.nextInt(parts.size()))).append(i == 0 ? "" : "/");
        }
        return path.toString();
    }

    @Test
    void bombIsStoppedByItsLimit() throws IOException {
        run("truncate -s 2G zeros && tar -cf - --format=gnu zeros | gzip -1 > bomb.tgz && rm zeros");
        byte[] bomb = Files.readAllBytes(directory.resolve("bomb.tgz"));
        assertThatThrownBy(() -> unpack(at("x"), bomb, false, null, 10_000_000L))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
        assertThat(run("ls -A")).isEqualTo("bomb.tgz\n");
    }
}
