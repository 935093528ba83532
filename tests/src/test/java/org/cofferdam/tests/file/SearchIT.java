package org.cofferdam.tests.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.FileContent;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxFiles;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileMatch;
import org.cofferdam.protocol.file.FileReplacement;
import org.cofferdam.protocol.file.ReplaceResult;
import org.cofferdam.protocol.file.SearchLimit;
import org.cofferdam.protocol.file.SearchLimits;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchResult;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SearchIT {

    private static Sandbox sandbox;
    private static SandboxFiles files;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "search");
        files = sandbox.files();
        sandbox.exec("mkdir -p project/src project/build && cd project && echo build/ > .gitignore"
                + " && printf 'first\\nint answer = 42;\\n' > src/Main.java && cp src/Main.java build/Copy.java");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static SandboxException refusal(SearchRequest.Find request) {
        return catchThrowableOfType(SandboxException.class, () -> files.search(request));
    }

    @Test
    void linesAreFoundFromTheSessionsDirectory() {
        SearchResult result = files.search("project", "answer");
        assertThat(result)
                .isEqualTo(new SearchResult(
                        List.of(new FileMatch("/workspace/project/src/Main.java", 2L, 5, "int answer = 42;")),
                        1,
                        1,
                        0,
                        false,
                        null));
        sandbox.createSession("there").exec("cd /workspace/project/build");
        assertThat(sandbox.session("there").files().search(".", "answer").items())
                .extracting(FileMatch::path)
                .containsExactly("/workspace/project/build/Copy.java");
    }

    @Test
    void manyMatchesCome() {
        sandbox.exec("mkdir many && cd many && for i in $(seq 50); do seq 1000 > f$i; done");
        SearchRequest.Find all = new SearchRequest.Find(
                "many",
                null,
                List.of(),
                false,
                false,
                "^\\d+$",
                true,
                false,
                new SearchLimits(40_000, null, null, null),
                null);
        SearchResult result = files.search(all);
        assertThat(result.items()).hasSize(40_000).doesNotHaveDuplicates();
        assertThat(result.limit()).isEqualTo(SearchLimit.MATCHES);
    }

    @Test
    void replacementIsCountedAndMade() {
        files.write("replaced/a.txt", "one two one\n");
        SearchRequest.Replace request = SearchRequest.Replace.of("replaced", "one", "1");
        ReplaceResult result = files.replace(request);
        assertThat(result.items()).containsExactly(new FileReplacement("/workspace/replaced/a.txt", 2));
        assertThat(files.readText("replaced/a.txt")).isEqualTo("1 two 1\n");
        assertThat(files.replace(request).matches()).isZero();
    }

    @Test
    void problemsAreTold() {
        assertThat(refusal(SearchRequest.Find.of("none", "x")).code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        sandbox.exec("mkdir -p costly && printf %060d 0 | tr 0 a > costly/f");
        SearchRequest.Find costly =
                new SearchRequest.Find("costly", null, List.of(), false, false, "(a+)+\\1b", true, false, null, null);
        assertThat(refusal(costly).code()).isEqualTo(ErrorCode.PATTERN_TOO_COSTLY);
    }

    @Test
    void contentIsTextOrBase64WithItsMediaType() {
        files.write("page.html", "<p>grün</p>");
        assertThat(files.readFile("page.html")).isEqualTo(new FileContent("text/html", "<p>grün</p>", null));
        files.write("noise", new byte[] {0, -1});
        assertThat(files.readFile("noise")).isEqualTo(new FileContent("application/octet-stream", null, "AP8="));
        files.write("note", "text".getBytes(StandardCharsets.UTF_8));
        assertThat(files.readFile("note").mediaType()).isEqualTo("text/plain");
    }
}
