package org.cofferdam.tests.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxFiles;
import org.cofferdam.client.SandboxProcess;
import org.cofferdam.client.WatchStream;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileEventType;
import org.cofferdam.protocol.file.FileType;
import org.cofferdam.protocol.file.SearchLimits;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchResult;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A project with its dependencies: npm's own, several times over. 30,000 files with {@code -Dcofferdam.tree.copies=15}. */
@ExtendWith(OneServer.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TreeIT {

    private static final int COPIES = Integer.getInteger("cofferdam.tree.copies", 2);

    private static final String LOOK = " && find . -printf '%p|%y|%m|%T@|%l|%s\\n' | sort | sha256sum"
            + " && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum";

    private static Sandbox sandbox;
    private static SandboxFiles files;
    private static long number;

    @BeforeAll
    static void makeTree(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "tree");
        files = sandbox.files();
        sandbox.exec("mkdir -p tree/node_modules && cd tree/node_modules && for i in $(seq " + COPIES
                + "); do cp -a /usr/local/lib/node_modules/npm npm$i; done; chmod 750 npm1/bin; ln -s npm1/bin here");
        number = Long.parseLong(
                sandbox.exec("find tree -mindepth 1 | wc -l").stdout().strip());
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private static <T> T timed(TestReporter reporter, String what, Work<T> work) throws IOException {
        long begin = System.nanoTime();
        T result = work.run();
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        reporter.publishEntry(what, number + " entries: " + taken.toMillis() + " ms");
        return result;
    }

    @Test
    void goesOutAndInEqualInBytesAndModes(RunningServer server, Cofferdam cofferdam, TestReporter reporter)
            throws IOException {
        Sandbox other = server.newSandbox(cofferdam, "tree");
        long entries = timed(reporter, "archive out and in", () -> {
            try (InputStream archive = files.archive("tree")) {
                return other.files().unpack("tree", archive, false).entries();
            }
        });
        assertThat(entries).isEqualTo(number + 1);
        assertThat(other.exec("cd tree" + LOOK).stdout())
                .isNotBlank()
                .isEqualTo(sandbox.exec("cd tree" + LOOK).stdout());
        other.destroy();
    }

    @Test
    void isListedWhole(TestReporter reporter) throws IOException {
        List<String> listed = timed(reporter, "list", () -> files.list("tree", true, true, null)).stream()
                .map(file -> file.path().replace("/workspace/", ""))
                .toList();
        Set<String> found =
                sandbox.exec("find tree -mindepth 1").stdout().lines().collect(Collectors.toSet());
        assertThat(listed).doesNotHaveDuplicates().hasSameSizeAs(found);
        assertThat(found.containsAll(listed)).isTrue();
        assertThat(files.stat("tree/node_modules/here").type()).isEqualTo(FileType.SYMLINK);
    }

    @Test
    void isSearchedAsGrepDoes(TestReporter reporter) throws IOException {
        SearchRequest.Find request = new SearchRequest.Find(
                "tree",
                "*.js",
                List.of(),
                false,
                true,
                "module.exports",
                false,
                false,
                new SearchLimits(SearchLimits.MOST_MATCHES, null, null, SearchLimits.MOST_MILLIS),
                null);
        SearchResult result = timed(reporter, "search", () -> files.search(request));
        assertThat(result.truncated()).isFalse();
        assertThat(result.items())
                .hasSize(Integer.parseInt(sandbox.exec("grep -rF --include='*.js' module.exports tree | wc -l")
                        .stdout()
                        .strip()));
        SearchRequest.Find regex = new SearchRequest.Find(
                "tree",
                "*.js",
                List.of(),
                false,
                true,
                "require\\(['\"]node:\\w+",
                true,
                false,
                request.limits(),
                null);
        assertThat(timed(reporter, "search by expression", () -> files.search(regex))
                        .items())
                .hasSize(Integer.parseInt(
                        sandbox.exec("grep -rE --include='*.js' \"require\\\\(['\\\"]node:\\\\w+\" tree | wc -l")
                                .stdout()
                                .strip()));
    }

    @Test
    void isWatchedDuringABuild(TestReporter reporter) throws IOException {
        WatchSpec all = new WatchSpec("tree", true, List.of(), List.of(), true);
        try (WatchStream watch = timed(reporter, "watch set up", () -> files.watch(all))) {
            SandboxProcess build = sandbox.start(
                    "cd tree && for d in node_modules/npm*; do mkdir -p dist/$d"
                            + " && (cd $d && find . -name '*.js' | head -500 | xargs cp --parents -t ../../dist/$d); done; touch dist/last");
            Set<String> created = timed(reporter, "build", () -> created(watch));
            build.waitForExit(Duration.ofMinutes(1));
            assertThat(created)
                    .isEqualTo(sandbox.exec("find /workspace/tree/dist")
                            .stdout()
                            .lines()
                            .collect(Collectors.toSet()));
        }
        files.delete("tree/dist", true);
    }

    private static Set<String> created(WatchStream watch) {
        Set<String> paths = new HashSet<>();
        for (FileEvent event : watch) {
            assertThat(event.type()).isNotEqualTo(FileEventType.OVERFLOW);
            if (event.type() == FileEventType.CREATE) {
                paths.add(event.path());
                if ("/workspace/tree/dist/last".equals(event.path())) {
                    break;
                }
            }
        }
        return paths;
    }
}
