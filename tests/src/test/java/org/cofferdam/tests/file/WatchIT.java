package org.cofferdam.tests.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxFiles;
import org.cofferdam.client.WatchStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileChanges;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileEventType;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.CutProxy;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class WatchIT {

    private static Sandbox sandbox;
    private static SandboxFiles files;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "watch");
        files = sandbox.files();
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @Test
    void whatHappensIsToldInOrderUntilTheDirectoryGoes() {
        files.mkdir("told");
        try (WatchStream watch = files.watch("told")) {
            sandbox.exec("cd told && mkdir d && echo x >d/f && mv d/f d/g && rm d/g && rmdir d && cd .. && rmdir told");
            List<String> events = new ArrayList<>();
            for (FileEvent event : watch) {
                events.add(event.type() + " " + event.path() + (event.from() == null ? "" : " from " + event.from()));
            }
            assertThat(events)
                    .containsSubsequence(
                            "CREATE /workspace/told/d",
                            "CREATE /workspace/told/d/f",
                            "MOVE /workspace/told/d/g from /workspace/told/d/f",
                            "DELETE /workspace/told/d/g",
                            "DELETE /workspace/told/d",
                            "DELETE /workspace/told")
                    .doesNotHaveDuplicates()
                    .endsWith("DELETE /workspace/told");
        }
        assertThat(catchThrowableOfType(SandboxException.class, () -> files.watch("told"))
                        .code())
                .isEqualTo(ErrorCode.FILE_NOT_FOUND);
    }

    @Test
    void treesThatAreMadeAtOnceHaveNoGap() {
        files.mkdir("burst");
        try (WatchStream watch = files.watch("burst")) {
            sandbox.exec(
                    "cd burst && for i in $(seq 20); do mkdir -p t$i/a/b/c/d && touch t$i/f t$i/a/f t$i/a/b/c/d/f; done;"
                            + " touch last");
            assertThat(created(watch, "/workspace/burst/last")).isEqualTo(found("burst"));
        }
    }

    @Test
    void cutConnectionMissesNothing(RunningServer server) throws Exception {
        files.mkdir("cut");
        long[] cuts = new Random(7).longs(5, 900, 6_000).toArray();
        try (CutProxy proxy = new CutProxy(server.port(), Arrays.stream(cuts).iterator());
                Cofferdam throughProxy = Cofferdam.connect(proxy.url(), server.apiKey());
                WatchStream watch =
                        throughProxy.existing(sandbox.id().value()).files().watch("cut")) {
            sandbox.exec("cd cut && for i in $(seq 400); do : >f$i; done; : >last");
            assertThat(created(watch, "/workspace/cut/last")).isEqualTo(found("cut"));
            assertThat(proxy.cuts()).isEqualTo(cuts.length);
        }
    }

    @Test
    void gitAndNodeModulesAreToldOnlyWhenAskedFor() {
        files.mkdir("project");
        WatchSpec all = new WatchSpec("project", true, List.of(), List.of("*.log"), true);
        try (WatchStream usual = files.watch("project");
                WatchStream asked = files.watch(all)) {
            sandbox.exec(
                    "cd project && mkdir -p .git/objects node_modules/x src && touch .git/HEAD node_modules/x/y src/a a.log last");
            assertThat(created(usual, "/workspace/project/last"))
                    .containsExactlyInAnyOrder(
                            "/workspace/project/src",
                            "/workspace/project/src/a",
                            "/workspace/project/a.log",
                            "/workspace/project/last");
            assertThat(created(asked, "/workspace/project/last"))
                    .contains("/workspace/project/.git/HEAD", "/workspace/project/node_modules/x/y")
                    .doesNotContain("/workspace/project/a.log");
        }
    }

    @Test
    void whoAsksIsToldWhatHappenedSinceTheLastTime() {
        files.mkdir("asked");
        WatchSpec spec = WatchSpec.of("asked");
        FileChanges begun = files.changes(spec, null);
        assertThat(begun.items()).isEmpty();
        sandbox.exec("cd asked && for i in $(seq 1500); do mkdir d$i; done; mkdir last");
        List<FileEvent> told = new ArrayList<>();
        FileChanges[] answer = {begun};
        Await.until("Last change", java.time.Duration.ofMinutes(1), () -> {
            answer[0] = files.changes(spec, answer[0].next());
            told.addAll(answer[0].items());
            return !told.isEmpty()
                    && "/workspace/asked/last".equals(told.getLast().path());
        });
        assertThat(told).extracting(FileEvent::path).doesNotHaveDuplicates().hasSize(1501);
        assertThat(files.changes(spec, answer[0].next()).items()).isEmpty();
    }

    @Test
    void whatIsMissingIsAnOverflow() {
        files.mkdir("much");
        WatchSpec spec = WatchSpec.of("much");
        FileChanges begun = files.changes(spec, null);
        sandbox.exec(
                "cd much && python3 -c 'import os\nfor i in range(40000): os.mkdir(\"d\"); os.rmdir(\"d\")' && mkdir last");
        List<FileEvent> told = new ArrayList<>();
        FileChanges[] answer = {begun};
        Await.until("Last change", java.time.Duration.ofMinutes(2), () -> {
            answer[0] = files.changes(spec, answer[0].next());
            told.addAll(answer[0].items());
            return told.stream().anyMatch(event -> "/workspace/much/last".equals(event.path()));
        });
        assertThat(told).extracting(FileEvent::type).contains(FileEventType.OVERFLOW);
        assertThat(told)
                .filteredOn(event -> event.type() == FileEventType.OVERFLOW)
                .allSatisfy(event -> assertThat(event.reason()).isNotBlank());
        assertThat(told).extracting(FileEvent::number).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void sessionsDirectoryIsWherePathsStart() {
        sandbox.createSession("watcher").exec("mkdir -p /tmp/here/sub && cd /tmp/here");
        SandboxFiles here = sandbox.session("watcher").files();
        FileChanges begun = here.changes(WatchSpec.of("sub"), null);
        try (WatchStream watch = here.watch("sub")) {
            sandbox.session("watcher").exec("cd / && touch /tmp/here/sub/f");
            assertThat(created(watch, "/tmp/here/sub/f")).containsExactly("/tmp/here/sub/f");
        }
        assertThat(here.changes(WatchSpec.of("sub"), begun.next()).items())
                .extracting(FileEvent::path)
                .contains("/tmp/here/sub/f");
    }

    /** What was created up to a last one; fails on an event that something is missing. */
    private static Set<String> created(WatchStream watch, String last) {
        Set<String> paths = new HashSet<>();
        for (FileEvent event : watch) {
            assertThat(event.type()).isNotEqualTo(FileEventType.OVERFLOW);
            if (event.type() == FileEventType.CREATE) {
                assertThat(paths.add(event.path())).as(event.path()).isTrue();
                if (last.equals(event.path())) {
                    break;
                }
            }
        }
        return paths;
    }

    private static Set<String> found(String directory) {
        return sandbox.exec("find /workspace/" + directory + " -mindepth 1")
                .stdout()
                .lines()
                .collect(Collectors.toSet());
    }
}
