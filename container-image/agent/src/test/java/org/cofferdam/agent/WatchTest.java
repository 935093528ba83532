package org.cofferdam.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileChanges;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileEventType;
import org.cofferdam.protocol.file.WatchId;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchTest {

    private final WatchId watch = WatchId.random();
    private AgentClient agent = TestAgent.connect();
    private Path directory = TestAgent.home();

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory(TestAgent.home(), "watched");
        Files.setAttribute(directory, "unix:uid", 1000);
    }

    /** The watch ends with its directory, so that no test leaves one behind. */
    @AfterEach
    void removeDirectory() {
        agent.close();
    }

    private void begin() {
        begin(WatchSpec.of(directory.toString()), null);
    }

    private void begin(WatchSpec spec, @Nullable Long after) {
        agent.request(Operation.FILE_WATCH, new WatchRequest.Follow(spec, watch, after));
        assertThat(next().type()).isEqualTo(FileEventType.START);
    }

    private FileEvent next() {
        Frame frame = agent.frame();
        if (frame.kind() == FrameKind.ERROR) {
            throw agent.read(frame, org.cofferdam.protocol.error.Problem.class).toException();
        }
        return agent.read(frame, FileEvent.class);
    }

    private List<FileEvent> until(Predicate<FileEvent> last) {
        List<FileEvent> events = new ArrayList<>();
        do {
            events.add(next());
        } while (!last.test(events.getLast()));
        return events;
    }

    private List<String> untilEnd() throws IOException {
        Files.createFile(directory.resolve("the-end"));
        return until(event -> String.valueOf(event.path()).endsWith("/the-end")).stream()
                .map(this::shown)
                .toList();
    }

    private String shown(FileEvent event) {
        String from = event.from() == null ? "" : relative(event.from()) + " to ";
        return event.eventName() + " " + from + (event.path() == null ? "" : relative(event.path()));
    }

    private String relative(String path) {
        return path.substring(directory.toString().length() + 1);
    }

    @Test
    void changesAreToldInOrder() throws IOException {
        begin();
        Path file = directory.resolve("a b\n☃");
        Files.writeString(file, "x");
        Files.move(file, directory.resolve("b"));
        Files.delete(directory.resolve("b"));
        assertThat(untilEnd())
                .containsExactly("create a b\n☃", "modify a b\n☃", "move a b\n☃ to b", "delete b", "create the-end");
    }

    @Test
    void whatIsMadeInNewDirectoriesIsToldOnceAndWithoutGap() throws IOException {
        begin();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            Path deep = directory.resolve("d" + i + "/e/f");
            Files.createDirectories(deep);
            Files.createFile(deep.resolve("file"));
            expected.addAll(List.of("d" + i, "d" + i + "/e", "d" + i + "/e/f", "d" + i + "/e/f/file"));
        }
        List<String> created = untilEnd().stream()
                .filter(event -> event.startsWith("create "))
                .map(event -> event.substring(7))
                .toList();
        assertThat(created).doesNotHaveDuplicates().containsAll(expected).hasSize(expected.size() + 1);
    }

    @Test
    void movedDirectoriesAreFollowedAndThoseThatLeaveAreNot() throws IOException {
        Files.createDirectories(directory.resolve("one/two"));
        Path outside = Files.createTempDirectory(TestAgent.home(), "outside");
        begin();
        Files.move(directory.resolve("one"), directory.resolve("uno"));
        Files.createFile(directory.resolve("uno/two/file"));
        Files.move(directory.resolve("uno"), outside.resolve("gone"));
        Files.createFile(outside.resolve("gone/two/unseen"));
        Files.move(outside.resolve("gone"), directory.resolve("back"));
        assertThat(untilEnd())
                .startsWith("move one to uno", "create uno/two/file", "delete uno", "create back")
                .contains("create back/two", "create back/two/file", "create back/two/unseen")
                .doesNotContain("create uno/two/unseen");
    }

    @Test
    void globsAndUsualExcludesChooseWhatIsTold() throws IOException {
        Files.createDirectories(directory.resolve("node_modules/x"));
        begin(
                new WatchSpec(directory.toString(), true, List.of("*.java", "the-end"), List.of("build/**"), false),
                null);
        for (String name : List.of("node_modules/x/A.java", ".git/B.java", "build/C.java", "src/D.java", "src/e.txt")) {
            Files.createDirectories(directory.resolve(name).getParent());
            Files.createFile(directory.resolve(name));
        }
        assertThat(untilEnd()).containsExactly("create src/D.java", "create the-end");
    }

    @Test
    void readerThatComesBackMissesNothing() throws IOException {
        begin();
        Files.createFile(directory.resolve("one"));
        long seen = next().number();
        agent.close();
        Files.createFile(directory.resolve("two"));
        agent = TestAgent.connect();
        begin(WatchSpec.of(directory.toString()), seen);
        assertThat(untilEnd()).containsExactly("create two", "create the-end");
    }

    @Test
    void unknownWatchSaysThatSomethingMayBeMissing() throws IOException {
        begin(WatchSpec.of(directory.toString()), 1000L);
        FileEvent first = next();
        assertThat(first.type()).isEqualTo(FileEventType.OVERFLOW);
        assertThat(first.number()).isEqualTo(1001);
        assertThat(untilEnd()).containsExactly("create the-end");
    }

    @Test
    void watchEndsWithItsDirectory() throws IOException {
        begin();
        Files.delete(directory);
        FileEvent end = agent.reply(Operation.FILE_WATCH);
        assertThat(end.type()).isEqualTo(FileEventType.DELETE);
        assertThat(end.path()).isEqualTo(directory.toString());
        begin(WatchSpec.of(directory.toString()), end.number());
        FileEvent again = agent.reply(Operation.FILE_WATCH);
        assertThat(again).isEqualTo(end);
    }

    @Test
    void changesAreToldWhenAsked() throws IOException {
        WatchSpec spec = WatchSpec.of(directory.toString());
        FileChanges first = agent.call(Operation.FILE_CHANGES, new WatchRequest.Changes(spec, watch, null));
        assertThat(first.items()).isEmpty();
        Files.createFile(directory.resolve("file"));
        List<FileEvent> items = new ArrayList<>();
        long since = first.next().number();
        while (items.isEmpty()) {
            FileChanges more = agent.call(Operation.FILE_CHANGES, new WatchRequest.Changes(spec, watch, since));
            since = more.next().number();
            items.addAll(more.items());
        }
        assertThat(items.stream().map(this::shown)).containsExactly("create file");
    }

    @Test
    void onlyWhatTheUserMayReadIsWatched() throws IOException {
        Path secret = Files.createDirectory(
                TestAgent.root().resolve("secret-" + watch),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertCode(secret.toString(), ErrorCode.PERMISSION_DENIED);
        assertCode(directory.resolve("missing").toString(), ErrorCode.FILE_NOT_FOUND);
        Path hidden = Files.createDirectory(directory.resolve("hidden"));
        Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString("rwx------"));
        begin();
        Files.createFile(hidden.resolve("unseen"));
        assertThat(untilEnd()).containsExactly("create the-end");
    }

    private void assertCode(String path, ErrorCode code) {
        agent.request(Operation.FILE_WATCH, new WatchRequest.Follow(WatchSpec.of(path), WatchId.random(), null));
        assertThatThrownBy(this::next)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
