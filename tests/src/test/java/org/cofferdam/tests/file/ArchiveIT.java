package org.cofferdam.tests.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.ConnectionException;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxFiles;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ArchiveIT {

    /** A real project's number with {@code -Dcofferdam.archive.files=30000}. */
    private static final int FILES = Integer.getInteger("cofferdam.archive.files", 3_000);

    private static final String LOOK = " && find . -printf '%p|%y|%m|%T@|%l\\n' | sort | sha256sum"
            + " && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum";

    private static Sandbox sandbox;
    private static Sandbox other;

    @BeforeAll
    static void makeSandboxes(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "archive");
        other = server.newSandbox(cofferdam, "archive");
    }

    @AfterAll
    static void destroySandboxes() {
        sandbox.destroy();
        other.destroy();
    }

    @Test
    void treeGoesFromSandboxToSandbox() throws IOException {
        sandbox.exec("mkdir tree && cd tree && for d in $(seq " + FILES / 100 + "); do mkdir -p p$d/lib && cd p$d/lib"
                + " && for f in $(seq 99); do echo $d $f > f$f.js; done; ln -s f1.js main; chmod 750 .; cd ../..; done;"
                + " mkdir empty; echo x > $'bad\\377name'; ln p1/lib/f1.js hard");
        try (InputStream archive = sandbox.files().archive("tree")) {
            ArchiveInfo info = other.files().unpack("tree", archive, false);
            assertThat(info.entries()).isGreaterThan(FILES);
        }
        String there = sandbox.exec("cd tree" + LOOK).stdout();
        assertThat(there).isNotBlank();
        assertThat(other.exec("cd tree" + LOOK).stdout()).isEqualTo(there);
    }

    @Test
    void archiveThatBreaksOffChangesNothing() {
        SandboxFiles files = sandbox.files();
        files.write("kept/file", "old");
        byte[] whole = archiveOf("kept");
        InputStream breaks =
                new SequenceInputStream(new ByteArrayInputStream(whole, 0, whole.length / 2), new BrokenSource());
        assertThat(catchThrowableOfType(ConnectionException.class, () -> files.unpack("kept", breaks, true)))
                .isNotNull();
        InputStream cut = new ByteArrayInputStream(whole, 0, whole.length - 3);
        assertThat(catchThrowableOfType(SandboxException.class, () -> files.unpack("kept", cut, true))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARCHIVE);
        assertThat(files.readText("kept/file")).isEqualTo("old");
        assertThat(files.list("kept", false, true, null)).hasSize(1);
    }

    private static byte[] archiveOf(String directory) {
        try (InputStream in = sandbox.files().archive(directory)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void workspaceItselfIsReplaced() throws IOException {
        sandbox.exec("mkdir -p source && echo new > source/file");
        other.exec("mkdir -p /workspace/old/deep");
        try (InputStream archive = sandbox.files().archive("source", List.of("*.o"), true)) {
            other.files().unpack("/workspace", archive, true);
        }
        assertThat(other.exec("ls -A /workspace; cat file").stdout()).isEqualTo("file\nnew\n");
    }

    @Test
    void problemsAreToldBeforeTheFirstByte() {
        SandboxException missing = catchThrowableOfType(
                SandboxException.class, () -> sandbox.files().archive("none"));
        assertThat(missing.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void sessionsDirectoryIsWherePathsStart() throws IOException {
        sandbox.session("default").exec("mkdir -p /tmp/elsewhere && cd /tmp/elsewhere");
        SandboxFiles files = sandbox.session("default").files();
        files.write("note", "here");
        assertThat(files.stat("note").path()).isEqualTo("/tmp/elsewhere/note");
        files.copy("note", "copy", false);
        assertThat(sandbox.readFile("/tmp/elsewhere/copy")).isEqualTo("here");
        assertThat(files.readText("copy")).isEqualTo("here");
        try (InputStream part = files.open("note", 1, 2)) {
            assertThat(part.readAllBytes()).asString().isEqualTo("er");
        }
        assertThat(files.mkdir("made/deep").path()).isEqualTo("/tmp/elsewhere/made/deep");
        assertThat(files.move("copy", "made/moved", false).path()).isEqualTo("/tmp/elsewhere/made/moved");
        assertThat(files.replace(SearchRequest.Replace.of("made", "here", "there"))
                        .matches())
                .isOne();
        try (InputStream archive = files.archive("made")) {
            files.unpack("again", archive, false);
        }
        assertThat(sandbox.readFile("/tmp/elsewhere/again/moved")).isEqualTo("there");
        files.delete("made", true);
        assertThat(files.list(".", true, false, null))
                .extracting(FileInfo::path)
                .containsExactly(
                        "/tmp/elsewhere/again",
                        "/tmp/elsewhere/again/deep",
                        "/tmp/elsewhere/again/moved",
                        "/tmp/elsewhere/note");
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
}
