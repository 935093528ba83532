package org.cofferdam.connector.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cofferdam.connector.FileDownload;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileList;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentFilesTest {

    @TempDir
    Path directory;

    private final Deadlines deadlines = new Deadlines();
    private final byte[] content = new byte[1_000_001];
    private StubAgent agent;
    private SocketAgentLink link;

    @BeforeEach
    void connect() throws IOException {
        new Random(5).nextBytes(content);
        agent = new StubAgent(directory.resolve("agent.sock"));
        agent.files.put("/f", content);
        link = new SocketAgentLink(agent.address(), StubAgent.TOKEN, deadlines, Optional::empty);
    }

    @AfterEach
    void disconnect() throws IOException {
        link.close();
        agent.close();
        deadlines.close();
    }

    private static FileRequest.Read read(String path) {
        return new FileRequest.Read(path, 0, null);
    }

    @Test
    void fileIsReadWhole() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (FileDownload download = link.read(read("/f"))) {
                assertThat(download.info().size()).isEqualTo(content.length);
                ByteArrayOutputStream copy = new ByteArrayOutputStream();
                assertThat(download.bytes().transferTo(copy)).isEqualTo(content.length);
                assertThat(copy.toByteArray()).isEqualTo(content);
            }
            try (FileDownload download = link.read(read("/f"))) {
                assertThat(download.bytes().readAllBytes()).isEqualTo(content);
            }
        }
        assertThat(agent.connections).hasValue(1);
    }

    @Test
    void missingFileIsRefused() {
        assertThatThrownBy(() -> link.read(read("/missing")))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND));
    }

    @Test
    void shortFileIsNeverTakenForWhole() {
        for (int frames = 2; frames < 17; frames++) {
            int cut = frames;
            agent.cutAfter = () -> cut;
            try (SocketAgentLink fresh =
                            new SocketAgentLink(agent.address(), StubAgent.TOKEN, deadlines, Optional::empty);
                    FileDownload download = fresh.read(read("/f"))) {
                assertThatThrownBy(() -> download.bytes().readAllBytes()).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void abandonedDownloadDoesNotSpoilTheNext() throws IOException {
        try (FileDownload download = link.read(read("/f"))) {
            assertThat(download.bytes().read()).isEqualTo(content[0] & 0xff);
        }
        try (FileDownload download = link.read(read("/f"))) {
            assertThat(download.bytes().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void fileIsWritten() {
        FileInfo info = link.write(new FileRequest.Write("/g", null), new ByteArrayInputStream(content));
        assertThat(info.size()).isEqualTo(content.length);
        assertThat(agent.files.get("/g")).isEqualTo(content);
        link.write(new FileRequest.Write("/empty", null), InputStream.nullInputStream());
        assertThat(agent.files.get("/empty")).isEmpty();
        assertThat(agent.connections).hasValue(1);
    }

    @Test
    void failingInputLeavesTheOldFile() {
        InputStream half = new SequenceInputStream(new ByteArrayInputStream(content), new FailingInput());
        assertThatThrownBy(() -> link.write(new FileRequest.Write("/f", null), half))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(agent.files.get("/f")).isEqualTo(content);
    }

    @Test
    void earlyRefusalEndsAnEndlessUpload() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return length;
            }
        };
        assertThatThrownBy(() -> link.write(new FileRequest.Write("/denied", null), endless))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
    }

    @Test
    void directoryIsListedInParts() {
        List<FileInfo> entries = new ArrayList<>();
        FileRequest.List all = new FileRequest.List("/", false, true, null);
        link.gather(Operation.FILE_LIST, all, part -> entries.addAll(list(part).items()), Done.class);
        assertThat(entries).hasSize(1000);
    }

    private static FileList list(byte[] part) {
        try {
            return WireJson.read(part, FileList.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void failingConsumerEndsTheListing() {
        FileRequest.List all = new FileRequest.List("/", false, true, null);
        assertThatThrownBy(() -> link.gather(
                        Operation.FILE_LIST,
                        all,
                        _ -> {
                            throw new IllegalStateException("enough");
                        },
                        Done.class))
                .isInstanceOf(IllegalStateException.class);
        assertThat(link.read(read("/f")).info().size()).isEqualTo(content.length);
    }
}
