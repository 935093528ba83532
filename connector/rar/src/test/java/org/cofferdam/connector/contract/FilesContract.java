package org.cofferdam.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.connector.FileDownload;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Operation;
import org.junit.jupiter.api.Test;

/** Files of a sandbox, through its agent. */
public abstract class FilesContract extends PlatformContract {

    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]*)\"");

    private static void assertFails(ErrorCode code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static byte[] read(RunningSandbox sandbox, FileRequest.Read request) throws IOException {
        try (FileDownload download = sandbox.link().read(request)) {
            return download.bytes().readAllBytes();
        }
    }

    @Test
    void fileComesBackAsItWasWritten() throws IOException {
        RunningSandbox sandbox = launch();
        byte[] content = new byte[10_000_000];
        new Random(3).nextBytes(content);
        sandbox.link().write(new FileRequest.Write("/workspace/a/b", null), new ByteArrayInputStream(content));
        assertThat(read(sandbox, new FileRequest.Read("/workspace/a/b", 0, null)))
                .isEqualTo(content);
        assertThat(read(sandbox, new FileRequest.Read("a/b", 9_999_990, 5L)))
                .isEqualTo(Arrays.copyOfRange(content, 9_999_990, 9_999_995));
        assertThat(sandbox.run("stat -c %U:%s a/b").text()).isEqualTo("sandbox:10000000");
    }

    @Test
    void refusalsKeepTheirCode() {
        RunningSandbox sandbox = launch();
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> read(sandbox, new FileRequest.Read("/no/such", 0, null)));
        assertFails(ErrorCode.IS_DIRECTORY, () -> read(sandbox, new FileRequest.Read("/workspace", 0, null)));
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                return length;
            }
        };
        assertFails(
                ErrorCode.PERMISSION_DENIED,
                () -> sandbox.link().write(new FileRequest.Write("/etc/passwd", null), endless));
        assertThat(sandbox.run("echo fine").text()).isEqualTo("fine");
    }

    @Test
    void largeDirectoryIsListedWhole() {
        RunningSandbox sandbox = launch();
        sandbox.run("mkdir many && cd many && touch $(seq 1 5000)");
        List<String> names = new ArrayList<>();
        FileRequest.List many = new FileRequest.List("many", false, true, null);
        sandbox.link()
                .gather(
                        Operation.FILE_LIST,
                        many,
                        part -> NAME.matcher(new String(part, StandardCharsets.UTF_8))
                                .results()
                                .forEach(name -> names.add(name.group(1))),
                        Done.class);
        assertThat(names).hasSize(5000).doesNotHaveDuplicates();
    }
}
