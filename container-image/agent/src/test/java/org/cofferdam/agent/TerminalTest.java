package org.cofferdam.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TerminalTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final ProcessId id = new ProcessId("terminal-" + MADE.incrementAndGet());
    private final List<Viewer> viewers = new ArrayList<>();

    @AfterEach
    void end() {
        viewers.forEach(viewer -> viewer.agent.close());
        try (AgentClient agent = TestAgent.connect()) {
            agent.call(Operation.PROCESS_KILL, new ProcessRequest.Kill(id, Signal.KILL, 0));
        } catch (SandboxException gone) {
            assertThat(gone.code()).isEqualTo(ErrorCode.PROCESS_NOT_FOUND);
        }
    }

    /** One who watches. */
    private static final class Viewer {
        final AgentClient agent = TestAgent.connect();
        final ByteArrayOutputStream seen = new ByteArrayOutputStream();
        TerminalEvent.@Nullable Ready ready;

        @Nullable TerminalEvent last;

        ProcessEvent.@Nullable Complete end;
        long position;

        /** Takes one frame. */
        void step() {
            Frame frame = agent.frame();
            switch (frame.kind()) {
                case OUTPUT -> {
                    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
                    assertThat(payload.get()).isEqualTo((byte) 1);
                    long to = payload.getLong();
                    assertThat(to).isEqualTo(position + payload.remaining());
                    position = to;
                    seen.write(frame.payload(), 9, payload.remaining());
                }
                case EVENT -> {
                    last = agent.read(frame, TerminalEvent.class);
                    switch (last) {
                        case TerminalEvent.Ready it -> {
                            ready = it;
                            position = it.position();
                        }
                        case TerminalEvent.Skipped it -> position = it.position();
                        default -> {}
                    }
                }
                case REPLY -> end = agent.read(frame, ProcessEvent.Complete.class);
                default -> throw new AssertionError(new String(frame.payload(), UTF_8));
            }
        }

        TerminalEvent.Ready ready() {
            return Objects.requireNonNull(ready);
        }

        String text() {
            return seen.toString(UTF_8);
        }

        void awaitText(String part) {
            while (!text().contains(part)) {
                step();
            }
        }

        ProcessEvent.Complete awaitEnd() {
            while (end == null) {
                step();
            }
            return end;
        }

        void awaitCols(int cols) {
            while (!(last instanceof TerminalEvent.Resized resized) || resized.cols() != cols) {
                step();
            }
        }

        void type(String keys) {
            agent.data(keys.getBytes(UTF_8));
        }

        void resize(int cols, int rows) {
            agent.write(FrameKind.EVENT, ("{\"cols\":" + cols + ",\"rows\":" + rows + "}").getBytes(UTF_8));
        }
    }

    private Viewer attach(@Nullable Long after, @Nullable TerminalSize size, boolean readOnly) {
        Viewer viewer = new Viewer();
        viewers.add(viewer);
        viewer.agent.request(Operation.TERMINAL_ATTACH, new TerminalRequest.Attach(id, after, size, readOnly));
        while (viewer.ready == null) {
            viewer.step();
        }
        return viewer;
    }

    private Viewer watch() {
        return attach(null, null, false);
    }

    private void open(TerminalSpec spec) {
        try (AgentClient agent = TestAgent.connect()) {
            agent.call(Operation.TERMINAL_OPEN, new TerminalRequest.Open(spec.withId(id)));
        }
    }

    private void open(String command) {
        open(command(command));
    }

    private static TerminalSpec command(String command) {
        return new TerminalSpec(null, command, null, null, null, null, null, null, null);
    }

    private TerminalInfo info() {
        try (AgentClient agent = TestAgent.connect()) {
            return agent.call(Operation.TERMINAL_GET, new TerminalRequest.Get(id));
        }
    }

    @Test
    void shellHasAControllingTerminalOfTheRightSize() {
        open(new TerminalSpec(null, null, null, null, null, null, null, new TerminalSize(101, 37), null));
        Viewer viewer = watch();
        viewer.type(
                "tty; stty size; stty -a | grep -o iutf8; echo $TERM $COLORTERM $LANG; echo leader=$(($(ps -o sid= $$) - $$)); exit 3\n");
        ProcessEvent.Complete end = viewer.awaitEnd();
        assertThat(viewer.text())
                .containsPattern("/dev/pts/\\d+")
                .contains("37 101", "\niutf8", "xterm-256color truecolor ", "leader=0");
        assertThat(end.status()).isEqualTo(ProcessStatus.EXITED);
        assertThat(end.exitCode()).isEqualTo(3);
    }

    @RepeatedTest(20)
    void lastOutputBeforeTheEndIsThere() {
        open("seq 1 20000");
        Viewer viewer = watch();
        viewer.awaitEnd();
        assertThat(viewer.text()).endsWith("\n19999\r\n20000\r\n");
    }

    @Test
    void interruptAndStopReachTheForegroundJob() {
        open(TerminalSpec.SHELL);
        Viewer viewer = watch();
        viewer.type("sleep 1000\n");
        viewer.awaitText("sleep 1000");
        Deadline.await(() -> foreground().equals("sleep"));
        viewer.type("\u001a");
        viewer.awaitText("Stopped");
        viewer.type("fg\n");
        Deadline.await(() -> foreground().equals("sleep"));
        viewer.type("\u0003");
        viewer.awaitText("^C");
        viewer.type("echo status $?\n");
        viewer.awaitText("status 130");
    }

    /** The command name of what the terminal's foreground group runs. */
    private String foreground() {
        try (AgentClient agent = TestAgent.connect()) {
            Long pid = info().pid();
            return agent.exec("ps -o comm= -p $(ps -o tpgid= -p " + pid + ")")
                    .out()
                    .strip();
        }
    }

    @Test
    void sizeIsThatOfTheViewerWhoWasActiveLast() {
        open(TerminalSpec.SHELL);
        Viewer one = attach(null, new TerminalSize(90, 30), false);
        assertThat(info().cols()).isEqualTo(90);
        Viewer two = attach(null, new TerminalSize(70, 20), false);
        one.awaitCols(70);
        one.type("stty size\n");
        one.awaitText("30 90");
        two.resize(60, 10);
        one.awaitCols(60);
        attach(null, new TerminalSize(40, 5), true);
        assertThat(info().cols()).isEqualTo(60);
        assertThat(info().viewers()).isEqualTo(3);
    }

    @Test
    void everyViewerSeesTheSameBytesAndResumesWhereItWas() {
        open("stty -echo; echo begin; read; seq 1 100000; read; echo over");
        Viewer one = watch();
        Viewer two = watch();
        one.awaitText("begin\r\n");
        one.type("\n");
        while (two.position < 100_000) {
            two.step();
        }
        two.agent.close();
        String expected =
                IntStream.rangeClosed(1, 100_000).mapToObj(i -> i + "\r\n").collect(Collectors.joining());
        one.awaitText("\n100000\r\n");
        Viewer again = attach(Math.max(two.position, one.position - 200_000), null, false);
        again.type("\n");
        one.awaitEnd();
        again.awaitEnd();
        assertThat(one.text()).isEqualTo("begin\r\n" + expected + "over\r\n");
        assertThat(one.text()).endsWith(again.text());
        assertThat(again.ready().restore()).isEmpty();
    }

    @Test
    void replayBeginsBetweenCharactersWithTheModesInForce() {
        open("stty -echo; printf '\\033[?1049h\\033[?2004h\\033[?1000h\\033[?25l';"
                + " for i in $(seq 1 6000); do printf '\\033[38;5;%dmäöü€😀äöü€😀äöü€😀äöü€😀\\033[0m\\n' $((i % 256)); done;"
                + " echo over; read");
        watch().awaitText("over");
        Viewer late = watch();
        late.awaitText("over");
        assertThat(late.ready().truncated()).isTrue();
        assertThat(late.ready().restore()).contains("\u001b[?1049h", "\u001b[?2004h", "\u001b[?1000h", "\u001b[?25l");
        assertThat(late.text()).startsWith("\u001b[38;5;").doesNotContain("\ufffd");
        assertThat(late.seen.size()).isBetween(200 << 10, 256 << 10);
    }

    @Test
    void slowViewerHoldsTheProgramBackAndASlowReaderSkips() {
        open("stty -echo; echo begin; read; exec yes");
        Viewer slow = watch();
        Viewer reader = attach(null, null, true);
        slow.awaitText("begin\r\n");
        slow.type("\n");
        slow.awaitText("y\r\ny");
        long[] before = {-1};
        Deadline.await(() -> {
            long now = info().position();
            boolean still = now > 200_000 && now == before[0];
            before[0] = now;
            return still;
        });
        long held = info().position();
        while (slow.position < held) {
            slow.step();
        }
        assertThat(slow.last).isInstanceOf(TerminalEvent.Ready.class);
        for (int i = 0; i < 2_000 && !(reader.last instanceof TerminalEvent.Skipped); i++) {
            slow.step();
            if (i % 100 == 0) {
                reader.step();
            }
        }
        while (!(reader.last instanceof TerminalEvent.Skipped)) {
            slow.step();
            reader.step();
        }
    }

    @Test
    void pasteOfAMegabyteArrivesWholeAtASlowProgram() {
        String line = "0123456789".repeat(10) + "\n";
        String paste = line.repeat((1 << 20) / line.length());
        open("stty -echo; echo begin; for i in 1 2 3 4 5; do head -c 20000 >>paste; sleep 0.05; done;" + " head -c "
                + (paste.length() - 100_000) + " >>paste; sha256sum <paste");
        Viewer viewer = watch();
        viewer.awaitText("begin");
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int at = 0; at < paste.length(); at += 65_536) {
                viewer.type(paste.substring(at, Math.min(paste.length(), at + 65_536)));
            }
        });
        viewer.awaitEnd();
        assertThat(writer.isAlive()).isFalse();
        assertThat(viewer.text()).contains(TestAgent.sha256(paste));
    }

    @Test
    void childInTheBackgroundDoesNotHoldTheEndBack() {
        open("trap '' HUP; sleep 1000 & echo done");
        Viewer viewer = watch();
        viewer.awaitEnd();
        assertThat(viewer.text()).isEqualTo("done\r\n");
    }

    @Test
    void terminalThatNobodyWatchesHangsUp() {
        open(new TerminalSpec(null, "sleep 1000", null, null, null, null, null, null, 1_000L));
        Viewer viewer = watch();
        viewer.agent.close();
        Deadline.await(() -> info().status().ended());
        assertThat(info().signal()).isEqualTo("HUP");
        assertThat(info().status()).isEqualTo(ProcessStatus.KILLED);
    }

    @Test
    void terminalOfASessionStartsWithWhatItsShellHas() {
        SessionId session = new SessionId(id.value());
        try (AgentClient agent = TestAgent.connect()) {
            agent.createSession(session);
            agent.exec(AgentClient.in(session.value(), "cd /usr/lib; export SEEN='a b'; UNSEEN=1"));
            open(new TerminalSpec(
                    null, "pwd; echo ${SEEN-none} ${UNSEEN-none}", null, session, null, null, null, null, null));
            Viewer viewer = watch();
            viewer.awaitEnd();
            assertThat(viewer.text()).isEqualTo("/usr/lib\r\na b none\r\n");
            agent.deleteSession(session);
        }
    }

    @Test
    void processWithoutTerminalIsRefused() {
        try (AgentClient agent = TestAgent.connect()) {
            agent.call(Operation.PROCESS_START, AgentClient.named(id.value(), "sleep 1000"));
            assertThatThrownBy(() -> agent.call(Operation.TERMINAL_GET, new TerminalRequest.Get(id)))
                    .hasMessageContaining("has no terminal");
        }
    }
}
