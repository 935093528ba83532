package org.cofferdam.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileList;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.FileType;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FileTest {

    private final AgentClient agent = TestAgent.connect();
    private Path directory = TestAgent.home();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(TestAgent.home(), "files");
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

    private FileInfo write(String path, @Nullable String mode, byte[] content) {
        agent.request(Operation.FILE_WRITE, new FileRequest.Write(path, mode));
        for (int i = 0; i < content.length; i += 1 << 20) {
            agent.data(Arrays.copyOfRange(content, i, Math.min(content.length, i + (1 << 20))));
        }
        agent.endOfData();
        return agent.reply(Operation.FILE_WRITE);
    }

    private FileInfo write(String path, String content) {
        return write(path, null, content.getBytes(UTF_8));
    }

    private byte[] read(String path, long offset, @Nullable Long length) {
        agent.request(Operation.FILE_READ, new FileRequest.Read(path, offset, length));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            Frame frame = agent.frame();
            switch (frame.kind()) {
                case EVENT ->
                    assertThat(agent.read(frame, FileInfo.class).path()).isEqualTo(path);
                case DATA -> bytes.writeBytes(frame.payload());
                case REPLY -> {
                    return bytes.toByteArray();
                }
                default -> throw agent.read(frame, Problem.class).toException();
            }
        }
    }

    private List<FileInfo> list(FileRequest.List request) {
        agent.request(Operation.FILE_LIST, request);
        List<FileInfo> items = new ArrayList<>();
        Frame frame = agent.frame();
        while (frame.kind() == FrameKind.EVENT) {
            items.addAll(agent.read(frame, FileList.class).items());
            frame = agent.frame();
        }
        if (frame.kind() == FrameKind.ERROR) {
            throw agent.read(frame, Problem.class).toException();
        }
        return items;
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void writtenFileIsTheUsersAndComesBack() throws IOException {
        byte[] content = new byte[10_000_000];
        new Random(1).nextBytes(content);
        FileInfo info = write(at("new/deep/file"), null, content);
        assertThat(info.size()).isEqualTo(content.length);
        assertThat(info.mode()).isEqualTo("0644");
        assertThat(Files.getAttribute(Path.of(at("new")), "unix:uid")).isEqualTo(1000);
        assertThat(Files.getAttribute(Path.of(at("new/deep/file")), "unix:gid")).isEqualTo(1000);
        assertThat(Arrays.equals(read(at("new/deep/file"), 0, null), content)).isTrue();
        assertThat(read(at("new/deep/file"), 9_999_990, null))
                .isEqualTo(Arrays.copyOfRange(content, 9_999_990, content.length));
        assertThat(read(at("new/deep/file"), 5, 3L)).isEqualTo(Arrays.copyOfRange(content, 5, 8));
    }

    @Test
    void modeIsKeptOrSet() {
        write(at("script"), "0755", "#!/bin/sh\n".getBytes(UTF_8));
        assertThat(write(at("script"), "echo").mode()).isEqualTo("0755");
        assertThat(write(at("script"), "600", new byte[0]).mode()).isEqualTo("0600");
    }

    @Test
    void cutOffWriteLeavesTheOldFile() throws Exception {
        write(at("file"), "old");
        try (AgentClient other = TestAgent.connect()) {
            other.request(Operation.FILE_WRITE, new FileRequest.Write(at("file"), null));
            other.data("new and longer".getBytes(UTF_8));
        }
        Deadline.await(() -> directory.toFile().list().length == 1);
        assertThat(Files.readString(Path.of(at("file")))).isEqualTo("old");
    }

    @Test
    void linkIsWrittenThrough() throws IOException {
        write(at("target"), "old");
        agent.exec("cd " + directory + " && ln -s target link && ln -s nowhere dangling && ln -s loop loop");
        write(at("link"), "new");
        write(at("dangling"), "made");
        assertThat(Files.readString(Path.of(at("target")))).isEqualTo("new");
        assertThat(Files.readString(Path.of(at("nowhere")))).isEqualTo("made");
        assertThat(Files.isSymbolicLink(Path.of(at("link")))).isTrue();
        assertFails(ErrorCode.SYMLINK_LOOP, () -> write(at("loop"), "x"));
    }

    @Test
    void kernelDecidesWhatIsAllowed() throws IOException {
        Path secret = Files.writeString(TestAgent.root().resolve("secret"), "root's");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-rw----"));
        assertFails(ErrorCode.PERMISSION_DENIED, () -> read(secret.toString(), 0, null));
        assertFails(ErrorCode.PERMISSION_DENIED, () -> write(secret.toString(), "mine"));
        assertFails(ErrorCode.PERMISSION_DENIED, () -> write("/etc/cofferdam-test/x", "mine"));
        assertFails(
                ErrorCode.PERMISSION_DENIED,
                () -> agent.call(Operation.FILE_DELETE, new FileRequest.Delete("/etc/passwd", false)));
        assertFails(
                ErrorCode.PERMISSION_DENIED,
                () -> agent.call(Operation.FILE_MOVE, new FileRequest.Move(secret.toString(), at("stolen"), false)));
    }

    @Test
    void readErrors() {
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> read(at("none"), 0, null));
        assertFails(ErrorCode.IS_DIRECTORY, () -> read(directory.toString(), 0, null));
        assertFails(ErrorCode.IS_DIRECTORY, () -> write(directory.toString(), "x"));
        write(at("file"), "abc");
        assertFails(ErrorCode.RANGE_NOT_SATISFIABLE, () -> read(at("file"), 4, null));
        assertFails(ErrorCode.NOT_DIRECTORY, () -> read(at("file/x"), 0, null));
        assertFails(ErrorCode.NAME_TOO_LONG, () -> read(at("n".repeat(300)), 0, null));
        agent.exec("mkfifo " + at("fifo"));
        assertFails(ErrorCode.INVALID_PATH, () -> read(at("fifo"), 0, null));
        assertThat(read(at("file"), 3, null)).isEmpty();
        assertThat(read("/proc/version", 0, null)).isNotEmpty();
    }

    @Test
    void listIsSortedAndFiltered() {
        agent.exec("cd " + directory + " && mkdir -p b/c .h && touch a b/x.py b/c/y.py .h/z.py && ln -s a l");
        assertThat(list(new FileRequest.List(directory.toString(), false, false, null)))
                .extracting(FileInfo::name)
                .containsExactly("a", "b", "l");
        assertThat(list(new FileRequest.List(directory.toString(), true, true, "*.py")))
                .extracting(FileInfo::path)
                .containsExactly(at(".h/z.py"), at("b/c/y.py"), at("b/x.py"));
        FileInfo link = list(new FileRequest.List(directory.toString(), false, false, "[k-m]"))
                .getFirst();
        assertThat(link.type()).isEqualTo(FileType.SYMLINK);
        assertThat(link.linkTarget()).isEqualTo("a");
        assertFails(ErrorCode.NOT_DIRECTORY, () -> list(new FileRequest.List(at("a"), false, false, null)));
    }

    @Test
    void listOfManyAndOfNamesThatAreNotText() {
        agent.exec("cd " + directory + " && touch $(seq 1 3000) $'bad\\377name'");
        assertThat(list(new FileRequest.List(directory.toString(), false, false, null)))
                .hasSize(3001)
                .extracting(FileInfo::name)
                .contains("bad\uefffname", "2999");
        write(at("bad\uefffname"), "found");
        assertThat(agent.exec("cat " + directory + "/bad*").out()).isEqualTo("found");
    }

    @Test
    void relativePathsStartAtTheSessionsDirectory() {
        SessionId session = new SessionId("files-" + directory.getFileName());
        agent.createSession(session);
        agent.exec(AgentClient.in(session.value(), "cd " + directory + " && mkdir in && cd in && touch here"));
        FileInfo here = agent.call(Operation.FILE_STAT, new FileRequest.Stat("here", session));
        assertThat(here.path()).isEqualTo(at("in/here"));
        agent.deleteSession(session);
        assertFails(
                ErrorCode.SESSION_NOT_FOUND,
                () -> agent.call(Operation.FILE_STAT, new FileRequest.Stat("here", session)));
    }

    @Test
    void copyIsWholeAndNeverGoesInto() throws IOException {
        agent.exec(
                "cd " + directory + " && mkdir -p d/e && echo x > d/e/x && ln -s x d/e/l && chmod 700 d/e && mkdir to");
        agent.call(Operation.FILE_COPY, new FileRequest.Copy(at("d"), at("copy"), false, null));
        assertThat(Files.readString(Path.of(at("copy/e/x")))).isEqualTo("x\n");
        assertThat(Files.isSymbolicLink(Path.of(at("copy/e/l")))).isTrue();
        assertThat(Path.of(at("d/e/x"))).exists();
        assertFails(
                ErrorCode.FILE_EXISTS,
                () -> agent.call(Operation.FILE_COPY, new FileRequest.Copy(at("d"), at("to"), false, null)));
        assertFails(
                ErrorCode.INVALID_PATH,
                () -> agent.call(Operation.FILE_COPY, new FileRequest.Copy(at("d"), at("d/e/f"), false, null)));
        assertFails(
                ErrorCode.FILE_NOT_FOUND,
                () -> agent.call(Operation.FILE_COPY, new FileRequest.Copy(at("none"), at("x"), false, null)));
    }

    @Test
    void statTellsOfTheEntryItself() {
        agent.exec("ln -s /nowhere " + at("link"));
        FileInfo info = agent.call(Operation.FILE_STAT, new FileRequest.Stat(at("link")));
        assertThat(info.type()).isEqualTo(FileType.SYMLINK);
        FileInfo here = agent.call(Operation.FILE_STAT, new FileRequest.Stat("."));
        assertThat(here.type()).isEqualTo(FileType.DIRECTORY);
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> agent.call(Operation.FILE_STAT, new FileRequest.Stat(at("none"))));
    }

    @Test
    void deleteOnlyEmptyDirectoriesUnlessRecursive() {
        agent.exec("cd " + directory
                + " && mkdir -p d/e/f && touch d/e/$(printf 'x%.0s' $(seq 100)) d/y && ln -s / d/root");
        assertFails(
                ErrorCode.DIRECTORY_NOT_EMPTY,
                () -> agent.call(Operation.FILE_DELETE, new FileRequest.Delete(at("d"), false)));
        agent.call(Operation.FILE_DELETE, new FileRequest.Delete(at("d/e/f"), false));
        agent.call(Operation.FILE_DELETE, new FileRequest.Delete(at("d"), true));
        assertThat(Path.of(at("d"))).doesNotExist();
        assertThat(Path.of("/etc")).exists();
        assertFails(
                ErrorCode.FILE_NOT_FOUND,
                () -> agent.call(Operation.FILE_DELETE, new FileRequest.Delete(at("d"), true)));
    }

    @Test
    void mkdirMakesParentsAndMindsWhatIsThere() {
        FileInfo made = agent.call(Operation.FILE_MKDIR, new FileRequest.Mkdir(at("a/b/c"), "0700"));
        assertThat(made.mode()).isEqualTo("0700");
        agent.call(Operation.FILE_MKDIR, new FileRequest.Mkdir(at("a/b/c"), null));
        write(at("file"), "");
        assertFails(
                ErrorCode.FILE_EXISTS, () -> agent.call(Operation.FILE_MKDIR, new FileRequest.Mkdir(at("file"), null)));
    }

    @Test
    void moveNeverGoesIntoAndReplacesOnlyWhenAsked() throws IOException {
        write(at("a"), "a");
        write(at("b"), "b");
        agent.call(Operation.FILE_MKDIR, new FileRequest.Mkdir(at("d/full"), null));
        assertFails(
                ErrorCode.FILE_EXISTS,
                () -> agent.call(Operation.FILE_MOVE, new FileRequest.Move(at("a"), at("b"), false)));
        assertFails(
                ErrorCode.IS_DIRECTORY,
                () -> agent.call(Operation.FILE_MOVE, new FileRequest.Move(at("a"), at("d"), true)));
        assertFails(
                ErrorCode.FILE_NOT_FOUND,
                () -> agent.call(Operation.FILE_MOVE, new FileRequest.Move(at("none"), at("c"), true)));
        agent.call(Operation.FILE_MOVE, new FileRequest.Move(at("a"), at("b"), true));
        assertThat(Files.readString(Path.of(at("b")))).isEqualTo("a");
        assertFails(
                ErrorCode.INVALID_PATH,
                () -> agent.call(Operation.FILE_MOVE, new FileRequest.Move(at("d"), at("d/full/x"), false)));
    }

    @Test
    void moveAcrossFileSystems() throws IOException {
        Path other = Files.createTempDirectory(Path.of("/dev/shm"), "cofferdam");
        Files.setAttribute(other, "unix:uid", 1000);
        agent.exec("cd " + directory
                + " && mkdir -p t/u && echo x > t/u/x && ln -s x t/u/l && chmod 600 t/u/x && chmod 710 t/u");
        agent.call(Operation.FILE_MOVE, new FileRequest.Move(at("t"), other + "/t", false));
        assertThat(Files.readString(other.resolve("t/u/x"))).isEqualTo("x\n");
        assertThat(Files.isSymbolicLink(other.resolve("t/u/l"))).isTrue();
        assertThat(Files.getPosixFilePermissions(other.resolve("t/u"), LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(PosixFilePermissions.fromString("rwx--x---"));
        agent.exec("rm -rf " + other + "/t");
        Files.delete(other);
    }

    @Test
    void fuzzedPathsTouchOnlyWhatTheUserMay() throws IOException {
        Path guarded = Files.createTempDirectory(TestAgent.root(), "guarded");
        Files.setPosixFilePermissions(guarded, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(guarded.resolve("file"), "root's");
        Files.createDirectory(guarded.resolve("sub"));
        String script = "mkdir d && ln -s " + guarded + " out && ln -s " + guarded + "/file outfile && ln -s loop loop"
                + " && ln -s ../.. up && ln -s . self && mkfifo pipe && echo x > f";
        List<String> parts = List.of(
                "..",
                ".",
                "",
                "d",
                "f",
                "out",
                "outfile",
                "file",
                "sub",
                "loop",
                "up",
                "self",
                "pipe",
                "new\nline",
                "n".repeat(300),
                guarded.toString(),
                "nul\u0000",
                "\ud800",
                "ünï",
                "f/",
                "-rf");
        Random random = new Random(5);
        for (int i = 0; i < 400; i++) {
            if (i % 40 == 0) {
                agent.exec("cd " + directory + " && find . -mindepth 1 -delete; " + script);
            }
            String path = fuzzed(parts, random);
            String other = fuzzed(parts, random);
            boolean flag = random.nextBoolean();
            try {
                switch (random.nextInt(8)) {
                    case 0 -> write(path, "mine");
                    case 1 -> read(path, 0, null);
                    case 2 -> agent.call(Operation.FILE_DELETE, new FileRequest.Delete(path, flag));
                    case 3 -> agent.call(Operation.FILE_MOVE, new FileRequest.Move(path, other, flag));
                    case 4 -> agent.call(Operation.FILE_COPY, new FileRequest.Copy(path, other, flag, null));
                    case 5 -> agent.call(Operation.FILE_MKDIR, new FileRequest.Mkdir(path, "777"));
                    case 6 -> agent.call(Operation.FILE_STAT, new FileRequest.Stat(path));
                    default -> list(new FileRequest.List(path, false, flag, null));
                }
            } catch (SandboxException e) {
                assertThat(e.code()).as("%s, %s", path, other).isNotEqualTo(ErrorCode.INTERNAL_ERROR);
            }
        }
        assertThat(guarded.toFile().list()).containsExactlyInAnyOrder("file", "sub");
        assertThat(Files.readString(guarded.resolve("file"))).isEqualTo("root's");
        assertThat(Files.getAttribute(guarded.resolve("file"), "unix:mode")).isEqualTo(0100644);
    }

    /** Mostly within the directory; from there on it may lead anywhere. */
    private String fuzzed(List<String> parts, Random random) {
        StringBuilder path = new StringBuilder(directory.toString());
        for (int i = random.nextInt(4); i >= 0; i--) {
            path.append('/').append(parts.get(random.nextInt(parts.size())));
        }
        return path.toString();
    }
}
