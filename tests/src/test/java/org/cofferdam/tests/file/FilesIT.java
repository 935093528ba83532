package org.cofferdam.tests.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.ConnectionException;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxFiles;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileType;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FilesIT {

    /** A gigabyte with {@code -Dcofferdam.file.bytes=1000000000}; memory stays the same in any case. */
    private static final long LARGE = Long.getLong("cofferdam.file.bytes", 200_000_000L);

    /** What a server and an agent may take for other reasons; far less than the file. */
    private static final long MUCH = 120_000_000;

    private static Sandbox sandbox;
    private static SandboxFiles files;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "files");
        files = sandbox.files();
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @Test
    void bytesComeBackAsTheyWent() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(4).nextBytes(bytes);
        FileInfo written = files.write("deep/new/directories/random.bin", bytes);
        assertThat(written.size()).isEqualTo(bytes.length);
        assertThat(written.path()).isEqualTo("/workspace/deep/new/directories/random.bin");
        assertThat(files.read("deep/new/directories/random.bin")).isEqualTo(bytes);
        for (int length : new int[] {0, 1, 4096, 65_536, 65_537}) {
            files.write("size", new byte[length]);
            assertThat(files.read("size")).hasSize(length);
        }
    }

    @Test
    void partsAreReadByRange() throws Exception {
        files.write("letters", "abcdefghijklmnopqrstuvwxyz");
        try (InputStream part = files.open("letters", 2, 3)) {
            assertThat(part.readAllBytes()).asString().isEqualTo("cde");
        }
        try (InputStream part = files.open("letters", 24, 100)) {
            assertThat(part.readAllBytes()).asString().isEqualTo("yz");
        }
        assertThat(codeOf(() -> files.open("letters", 26, 1).close())).isEqualTo(ErrorCode.RANGE_NOT_SATISFIABLE);
    }

    @Test
    void fileOfAnySizeTakesConstantMemory(@TempDir Path here, RunningServer server) throws Exception {
        files.write("small", new byte[5_000_000]);
        files.read("small");
        long serverBefore = residentBytes(server.pid());
        long agentBefore = agentBytes();
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        FileInfo written = files.write("large", new DigestInputStream(new RandomBytes(LARGE), sent));
        assertThat(written.size()).isEqualTo(LARGE);
        String expected = HexFormat.of().formatHex(sent.digest());
        assertThat(sandbox.exec("sha256sum <large").stdout()).startsWith(expected);
        Path copy = here.resolve("copy");
        files.download("large", copy);
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(copy), received)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        assertThat(HexFormat.of().formatHex(received.digest())).isEqualTo(expected);
        assertThat(residentBytes(server.pid()) - serverBefore).isLessThan(MUCH);
        assertThat(agentBytes() - agentBefore).isLessThan(MUCH);
        files.delete("large", false);
    }

    private static long residentBytes(long pid) throws IOException {
        return resident(Files.readString(Path.of("/proc/" + pid + "/status")));
    }

    private static long agentBytes() {
        return resident(sandbox.exec("cat /proc/1/status").stdout());
    }

    private static long resident(String status) {
        String kilobytes = status.replaceAll("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1");
        return Long.parseLong(kilobytes) << 10;
    }

    @Test
    void writeThatBreaksOffLeavesTheOldFile() {
        files.write("whole", "old");
        InputStream breaks = new SequenceInputStream(new RandomBytes(300_000), new BrokenSource());
        assertThat(catchThrowableOfType(ConnectionException.class, () -> files.write("whole", breaks)))
                .isNotNull();
        assertThat(files.readText("whole")).isEqualTo("old");
        assertThat(files.list(".", false, true, "*whole*")).hasSize(1);
    }

    @Test
    void readersSeeTheOldFileOrTheNewOneWhole() throws Exception {
        String old = "a".repeat(500_000);
        String young = "b".repeat(700_000);
        files.write("atomic", old);
        AtOnce.run(60, 4, i -> {
            if (i % 3 == 0) {
                files.write("atomic", i % 2 == 0 ? old : young);
            } else {
                assertThat(files.readText("atomic").equals(old)
                                || files.readText("atomic").length() > 0)
                        .isTrue();
                assertThat(files.readText("atomic")).isIn(old, young);
            }
            return i;
        });
    }

    @Test
    void modeIsSetAndKept() {
        files.write("script", "#!/bin/sh\necho ran\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "755");
        assertThat(sandbox.exec("./script").stdout()).isEqualTo("ran\n");
        files.write("script", "#!/bin/sh\necho again\n");
        assertThat(files.stat("script").mode()).isEqualTo("0755");
        assertThat(sandbox.exec("./script").stdout()).isEqualTo("again\n");
        assertThat(files.stat("script").owner()).isEqualTo("sandbox");
    }

    @Test
    void listsStatsMovesAndDeletes() {
        files.mkdir("tree/a/b");
        files.write("tree/one.txt", "1");
        files.write("tree/a/two.txt", "22");
        files.write("tree/.hidden", "h");
        sandbox.exec("ln -s one.txt tree/link");
        assertThat(files.list("tree")).extracting(FileInfo::name).containsExactly("a", "link", "one.txt");
        assertThat(files.list("tree", true, true, null))
                .extracting(FileInfo::path)
                .containsExactly(
                        "/workspace/tree/.hidden",
                        "/workspace/tree/a",
                        "/workspace/tree/a/b",
                        "/workspace/tree/a/two.txt",
                        "/workspace/tree/link",
                        "/workspace/tree/one.txt");
        assertThat(files.list("tree", true, false, "*.txt"))
                .extracting(FileInfo::name)
                .containsExactlyInAnyOrder("two.txt", "one.txt");
        assertThat(files.stat("tree/link").type()).isEqualTo(FileType.SYMLINK);
        assertThat(files.stat("tree/link").linkTarget()).isEqualTo("one.txt");

        assertThat(codeOf(() -> files.move("tree/one.txt", "tree/a", false))).isEqualTo(ErrorCode.FILE_EXISTS);
        assertThat(codeOf(() -> files.move("tree/one.txt", "tree/a/two.txt", false)))
                .isEqualTo(ErrorCode.FILE_EXISTS);
        files.move("tree/one.txt", "tree/a/two.txt", true);
        assertThat(files.readText("tree/a/two.txt")).isEqualTo("1");
        assertThat(files.exists("tree/one.txt")).isFalse();
        files.move("tree/a", "tree/moved", false);
        assertThat(files.exists("tree/moved/b")).isTrue();

        assertThat(codeOf(() -> files.delete("tree", false))).isEqualTo(ErrorCode.DIRECTORY_NOT_EMPTY);
        files.delete("tree", true);
        assertThat(files.exists("tree")).isFalse();
    }

    @Test
    void obstaclesHaveCodesOfTheirOwn() {
        sandbox.exec("mkdir obstacles && cd obstacles && ln -s nowhere broken && ln -s loop loop && mkdir directory");
        assertThat(codeOf(() -> files.read("obstacles/broken"))).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(codeOf(() -> files.read("obstacles/loop"))).isEqualTo(ErrorCode.SYMLINK_LOOP);
        assertThat(codeOf(() -> files.read("obstacles/directory"))).isEqualTo(ErrorCode.IS_DIRECTORY);
        assertThat(codeOf(() -> files.list("obstacles/none"))).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(codeOf(() -> files.move("obstacles/directory", "obstacles/none/x", false)))
                .isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(codeOf(() -> files.mkdir("/sys/made"))).isEqualTo(ErrorCode.READ_ONLY);
        assertThat(codeOf(() -> files.write("/sys/made", "x"))).isEqualTo(ErrorCode.READ_ONLY);
        assertThat(codeOf(() -> files.write("/root-only", "x"))).isEqualTo(ErrorCode.PERMISSION_DENIED);
        sandbox.exec("rm -rf /dev/shm/*; head -c 1000000000 /dev/zero > /dev/shm/full");
        assertThat(codeOf(() -> files.write("/dev/shm/more", new byte[1_000_000])))
                .isEqualTo(ErrorCode.NO_SPACE);
        byte[] archive = archiveOf("obstacles");
        assertThat(codeOf(() -> files.unpack("/dev/shm/tree", new ByteArrayInputStream(archive), false)))
                .isIn(ErrorCode.NO_SPACE);
        assertThat(sandbox.exec("rm /dev/shm/full; ls -A /dev/shm").stdout()).isEmpty();
    }

    private static byte[] archiveOf(String directory) {
        files.write(directory + "/large", new byte[1_000_000]);
        try (InputStream in = files.archive(directory)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void strangeNamesAreJustNames() {
        for (String name : new String[] {"a b", "ünï-cödé", "-rf", "quo'\"te", "new\nline", "a%2Fb+c&d=e?f#g"}) {
            files.write(name, name);
            assertThat(sandbox.exec(org.cofferdam.client.Command.ofArgv("cat", "./" + name))
                            .stdout())
                    .isEqualTo(name);
            assertThat(files.list(".", false, true, null))
                    .extracting(FileInfo::name)
                    .contains(name);
            files.delete(name, false);
            assertThat(files.exists(name)).isFalse();
        }
    }

    /** Bytes out of nothing. */
    private static final class RandomBytes extends InputStream {
        private final Random random = new Random(9);
        private final byte[] block = new byte[64 << 10];
        private long left;

        RandomBytes(long length) {
            left = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(Math.min(length, block.length), left);
            random.nextBytes(block);
            System.arraycopy(block, 0, target, offset, count);
            left -= count;
            return count;
        }
    }

    private static final class BrokenSource extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the source broke");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    }

    private static ErrorCode codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        SandboxException refused = catchThrowableOfType(SandboxException.class, call);
        assertThat(refused).isNotNull();
        return refused.code();
    }
}
