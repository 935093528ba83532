package org.cofferdam.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileMatch;
import org.cofferdam.protocol.file.FileMatches;
import org.cofferdam.protocol.file.FileReplacement;
import org.cofferdam.protocol.file.FileReplacements;
import org.cofferdam.protocol.file.PathText;
import org.cofferdam.protocol.file.SearchLimit;
import org.cofferdam.protocol.file.SearchLimits;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchSummary;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SearchTest {

    private final AgentClient agent = TestAgent.connect();
    private final List<FileMatch> found = new ArrayList<>();
    private final List<FileReplacement> replaced = new ArrayList<>();
    private Path directory = TestAgent.home();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(TestAgent.home(), "search");
        Files.setAttribute(directory, "unix:uid", 1000);
        Files.setAttribute(directory, "unix:gid", 1000);
    }

    @AfterEach
    void disconnect() {
        agent.close();
    }

    private String run(String script) {
        return agent.exec("cd " + directory + " && " + script).out();
    }

    private SearchSummary search(SearchRequest.Find request) {
        found.clear();
        agent.request(Operation.FILE_SEARCH, request);
        while (true) {
            Frame frame = agent.frame();
            switch (frame.kind()) {
                case EVENT -> found.addAll(agent.read(frame, FileMatches.class).items());
                case REPLY -> {
                    found.sort(Comparator.comparing(FileMatch::path));
                    return agent.read(frame, SearchSummary.class);
                }
                default -> throw agent.read(frame, Problem.class).toException();
            }
        }
    }

    private SearchSummary replace(SearchRequest.Replace request) {
        replaced.clear();
        agent.request(Operation.FILE_REPLACE, request);
        while (true) {
            Frame frame = agent.frame();
            switch (frame.kind()) {
                case EVENT ->
                    replaced.addAll(agent.read(frame, FileReplacements.class).items());
                case REPLY -> {
                    return agent.read(frame, SearchSummary.class);
                }
                default -> throw agent.read(frame, Problem.class).toException();
            }
        }
    }

    private SearchRequest.Find regex(String regex, @Nullable SearchLimits limits) {
        return new SearchRequest.Find(
                directory.toString(), null, List.of(), false, false, regex, true, false, limits, null);
    }

    private SearchRequest.Find names(@Nullable String glob, boolean hidden, boolean gitignore) {
        return new SearchRequest.Find(
                directory.toString(), glob, List.of("*.skip"), gitignore, hidden, null, false, false, null, null);
    }

    private SearchRequest.Replace replacing(String pattern, String replacement, boolean regex, boolean dryRun) {
        return new SearchRequest.Replace(
                directory.toString(),
                null,
                List.of(),
                false,
                false,
                pattern,
                replacement,
                regex,
                false,
                dryRun,
                null,
                null);
    }

    private Stream<String> places() {
        return found.stream()
                .map(match -> match.path().substring(directory.toString().length() + 1)
                        + (match.line() == null ? "" : ":" + match.line() + ":" + match.column() + ":" + match.text()));
    }

    private static SandboxException refusal(Runnable search) {
        return catchThrowableOfType(SandboxException.class, search::run);
    }

    @Test
    void linesAreFoundWithTheirPlace() {
        run("mkdir -p a/b && printf 'one\\ntwo needle\\r\\nthree\\n' > a/f && printf 'grün needle needle' > a/b/g"
                + " && printf 'no needle\\0' > binary && ln -s a/f link && mkfifo pipe && printf needle > .hidden");
        SearchSummary summary = search(SearchRequest.Find.of(directory.toString(), "needle"));
        assertThat(places()).containsExactly("a/b/g:1:6:grün needle needle", "a/f:2:5:two needle");
        assertThat(summary).isEqualTo(new SearchSummary(2, 3, 1, false, null));
        search(regex("^t\\w+ (?=n)|E$(?i)", null));
        assertThat(places()).containsExactly("a/f:2:1:two needle");
        search(new SearchRequest.Find(
                directory + "/a/f", null, List.of(), false, false, "NEEDLE", false, true, null, null));
        assertThat(places()).containsExactly("a/f:2:5:two needle");
    }

    @Test
    void namesAreFoundByGlob() {
        run("mkdir -p src/deep .git target && touch a.java src/b.java src/deep/c.java src/d.skip src/d.txt .git/e.java"
                + " target/f.java $'bad\\377.java' && echo /target > .gitignore");
        search(names("*.java", false, true));
        assertThat(places())
                .containsExactlyInAnyOrder(
                        "a.java",
                        "src/b.java",
                        "src/deep/c.java",
                        PathText.of(new byte[] {'b', 'a', 'd', -1}) + ".java");
        search(names("src/**/*.java", false, true));
        assertThat(places()).containsExactly("src/b.java", "src/deep/c.java");
        search(names("src/*.java", false, true));
        assertThat(places()).containsExactly("src/b.java");
        search(names("e.java", false, false));
        assertThat(places()).isEmpty();
        search(names("e.java", true, false));
        assertThat(places()).containsExactly(".git/e.java");
        search(names(null, false, false));
        assertThat(places()).contains("target/f.java", "src/d.txt").doesNotContain("src/d.skip");
    }

    @Test
    void limitsEndASearchAndSaySo() {
        run(
                "for i in $(seq 30); do seq 1000 > f$i; done; head -c 3000000 /dev/zero | tr '\\0' x > long; echo 77 >> long");
        SearchSummary matches = search(regex("7", new SearchLimits(50, null, null, null)));
        assertThat(found).hasSize(50);
        assertThat(matches.limit()).isEqualTo(SearchLimit.MATCHES);
        assertThat(search(regex("none", new SearchLimits(null, 7L, null, null))))
                .isEqualTo(new SearchSummary(0, 7, 0, true, SearchLimit.FILES));
        assertThat(search(regex("none", new SearchLimits(null, null, 5000L, null)))
                        .limit())
                .isEqualTo(SearchLimit.BYTES);
        assertThat(search(regex("none", null))).isEqualTo(new SearchSummary(0, 31, 1, false, null));
        assertThat(search(regex("^7$", null))).isEqualTo(new SearchSummary(30, 31, 1, false, null));
    }

    @Test
    void costlyExpressionsAreGivenUp() {
        run("head -c 40 /dev/zero | tr '\\0' a > a; head -c 100000 /dev/zero | tr '\\0' a > b");
        assertThat(refusal(() -> search(regex("(a+)+\\1b", null))).code()).isEqualTo(ErrorCode.PATTERN_TOO_COSTLY);
        assertThat(refusal(() -> search(regex("(a|b)*c", null))).code()).isEqualTo(ErrorCode.PATTERN_TOO_COSTLY);
        assertThat(refusal(() -> search(regex("(", null))).code()).isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(refusal(() -> replace(replacing("a", "$1", true, false))).code())
                .isEqualTo(ErrorCode.INVALID_VALUE);
        assertThat(refusal(() -> replace(replacing("(?=(a+))", "$1", true, false)))
                        .code())
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(run("ls -A; wc -c < b")).isEqualTo("a\nb\n100000\n");
    }

    @Test
    void whatIsTheAgentsIsNotSearched() {
        SandboxException refused = refusal(() ->
                search(SearchRequest.Find.of("/proc/" + ProcessHandle.current().pid(), "PATH")));
        assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        run("mkdir mine && echo secret > mine/f && chmod 0 mine/f");
        assertThat(search(SearchRequest.Find.of(directory.toString(), "secret")))
                .isEqualTo(new SearchSummary(0, 1, 1, false, null));
    }

    @Test
    void replacingKeepsAllElse() throws IOException {
        run(
                "printf 'old\\r\\nx old old\\nlast old' > f && chmod 751 f && touch -d 2001-01-01 other && echo none > other"
                        + " && printf 'caf\\351 old\\n' > latin && printf 'old\\0' > binary && ln -s f link && printf '' > empty");
        assertThat(replace(replacing("old", "$new", false, true)).matches()).isEqualTo(5);
        assertThat(run("grep -c new f latin")).isEqualTo("f:0\nlatin:0\n");
        String before = run("stat -c %i:%Y other binary link empty");
        assertThat(replace(replacing("old", "$new", false, false))).isEqualTo(new SearchSummary(5, 5, 1, false, null));
        assertThat(replaced)
                .containsExactlyInAnyOrder(
                        new FileReplacement(directory + "/f", 4), new FileReplacement(directory + "/latin", 1));
        assertThat(Files.readString(directory.resolve("f"))).isEqualTo("$new\r\nx $new $new\nlast $new");
        assertThat(Files.readAllBytes(directory.resolve("latin")))
                .isEqualTo("caf\u00e9 $new\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run("stat -c %a:%U f; stat -c %i:%Y other binary link empty; ls -A | wc -l"))
                .isEqualTo("751:" + run("id -un").strip() + "\n" + before + "6\n");
        replace(replacing("(\\$)(new)", "<$2$1>", true, false));
        assertThat(Files.readString(directory.resolve("f"))).isEqualTo("<new$>\r\nx <new$> <new$>\nlast <new$>");
    }

    @Test
    void whatCannotBeWrittenIsAnError() {
        run("mkdir closed && echo old > closed/f && chmod 555 closed");
        SandboxException refused = refusal(() -> replace(replacing("old", "new", false, false)));
        assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(refused).hasMessageContaining("closed/f");
        assertThat(run("cat closed/f; ls -A closed")).isEqualTo("old\nf\n");
    }
}
