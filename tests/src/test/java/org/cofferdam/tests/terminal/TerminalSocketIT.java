package org.cofferdam.tests.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocketHandshakeException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.Session;
import org.cofferdam.client.Terminal;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TerminalSocketIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static RunningServer server;
    private static Cofferdam cofferdam;
    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer running, Cofferdam client) {
        server = running;
        cofferdam = client;
        sandbox = running.newSandbox(client, "terminal-socket");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static TerminalPeer show(String query) {
        return new TerminalPeer(server, sandbox, query);
    }

    private static void open(String id, String command) {
        sandbox.openTerminal(new TerminalSpec(new ProcessId(id), command, null, null, null, null, null, null, null));
    }

    private static String numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(i -> i + "\r\n").collect(Collectors.joining());
    }

    @Test
    void shellHasTheViewersSizeAndTellsItsEnd() {
        try (TerminalPeer peer = show("id=shell&cols=100&rows=30")) {
            JsonNode ready = peer.await("ready");
            assertThat(ready.get("id").asText()).isEqualTo("shell");
            assertThat(ready.get("cols").asInt()).isEqualTo(100);
            assertThat(ready.get("truncated").asBoolean()).isFalse();
            peer.type("stty size; echo T=$TERM\r");
            peer.awaitText("30 100");
            peer.awaitText("T=xterm-256color");
            peer.send("{\"type\":\"resize\",\"cols\":90,\"rows\":20}");
            peer.await("resized");
            peer.type("stty size\r");
            peer.awaitText("20 90");
            peer.type("ecgo\u007f\u007fhoX\u007f gut-$((6*7))-äöü€😀\r");
            peer.awaitText("gut-42-äöü€😀\r\n");
            peer.type("exit 7\r");
            JsonNode exit = peer.await("exit");
            assertThat(exit.get("status").asText()).isEqualTo("exited");
            assertThat(exit.get("exitCode").asInt()).isEqualTo(7);
            assertThat(peer.awaitClose().code()).isEqualTo(1000);
        }
        try (TerminalPeer late = show("id=shell")) {
            assertThat(late.await("exit").get("exitCode").asInt()).isEqualTo(7);
            assertThat(late.text()).contains("gut-42-äöü€😀\r\n");
        }
    }

    @Test
    void whoNamesNoTerminalSharesTheSandboxesShellForAsLongAsItRuns() {
        try (TerminalPeer one = show("cols=80&rows=24");
                TerminalPeer two = show("")) {
            assertThat(one.await("ready").get("id").asText()).isEqualTo("terminal");
            assertThat(two.await("ready").get("id").asText()).isEqualTo("terminal");
            one.type("echo from-$((40 + 2))\r");
            two.awaitText("from-42");
            two.type("echo from-$((40 + 3))\r");
            one.awaitText("from-43");
        }
        try (TerminalPeer again = show("")) {
            again.awaitText("from-43");
            again.type("exit\r");
            again.await("exit");
        }
        try (TerminalPeer next = show("")) {
            assertThat(next.await("ready").get("id").asText()).isEqualTo("terminal2");
        }
    }

    @Test
    void sessionHasAShellOfItsOwnThatStartsWhereItIs() {
        Session session = sandbox.createSession("shown");
        session.exec("cd /usr/lib; export FROM_SESSION=yes");
        try (TerminalPeer peer = show("session=shown");
                TerminalPeer other = show("session=shown")) {
            assertThat(peer.await("ready").get("id").asText()).isEqualTo("terminal-shown");
            peer.type("echo $PWD:$FROM_SESSION\r");
            peer.awaitText("/usr/lib:yes");
            other.awaitText("/usr/lib:yes");
        }
        try (TerminalPeer peer = show("session=not-there")) {
            JsonNode error = peer.await("error");
            assertThat(error.get("problem").get("code").asText()).isEqualTo("session-not-found");
            assertThat(peer.awaitClose()).isEqualTo(new TerminalPeer.Closed(4404, "session-not-found"));
        }
    }

    @Test
    void readOnlyViewerNeitherTypesNorResizes() {
        open("looked-at", "read line; echo got $line");
        try (TerminalPeer viewer = show("id=looked-at&readOnly=true&cols=10&rows=5");
                TerminalPeer typist = show("id=looked-at&cols=70&rows=20")) {
            viewer.await("ready");
            typist.await("ready");
            viewer.type("spoilt\r");
            assertThat(viewer.await("error").get("problem").get("code").asText())
                    .isEqualTo("invalid-value");
            viewer.send("{\"type\":\"resize\",\"cols\":11,\"rows\":6}");
            viewer.await("error");
            assertThat(sandbox.terminal("looked-at").info().cols()).isEqualTo(70);
            typist.type("good\r");
            viewer.awaitText("got good");
            assertThat(viewer.await("exit").get("exitCode").asInt()).isZero();
        }
    }

    @Test
    void viewerThatWasCutGoesOnBehindItsPosition() {
        open("cut", "read; seq 1 30000; read; exit 4");
        String before;
        long position;
        try (TerminalPeer peer = show("id=cut")) {
            peer.await("ready");
            peer.type("\r");
            peer.awaitBytes(50_000);
            before = peer.text();
            position = peer.position();
        }
        try (TerminalPeer peer = show("id=cut&after=" + position)) {
            JsonNode ready = peer.await("ready");
            assertThat(ready.get("position").asLong()).isEqualTo(position);
            assertThat(ready.get("restore").asText()).isEmpty();
            peer.awaitText("\n30000\r\n");
            assertThat(before + peer.text()).isEqualTo("\r\n" + numbers(30_000));
            peer.type("\r");
            assertThat(peer.await("exit").get("exitCode").asInt()).isEqualTo(4);
        }
    }

    @Test
    void slowReaderHoldsYesBackAndLosesNothing() {
        try (TerminalPeer peer = show("id=yes&command=stty+-onlcr;exec+yes")) {
            peer.await("ready");
            peer.awaitBytes(1000);
            Terminal terminal = sandbox.terminal("yes");
            long[] seen = {-1};
            Await.until("A program that is held back", LIMIT, () -> {
                long before = seen[0];
                seen[0] = terminal.info().position();
                return seen[0] == before;
            });
            peer.awaitBytes((int) seen[0] + 1_000_000);
            assertThat(peer.text().replace("y\n", "")).isIn("", "y");
            peer.type("\u0003");
            assertThat(peer.await("exit").get("signal").asText()).isEqualTo("INT");
        }
    }

    @Test
    void bytesOfAnyKindGoBothWays() throws Exception {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        open("binary", "stty raw -echo; echo begin; head -c 1048576 | tee received | sha256sum; read; cat received");
        try (TerminalPeer peer = show("id=binary")) {
            peer.awaitText("begin\n");
            for (int at = 0; at < bytes.length; at += 1 << 18) {
                peer.type(Arrays.copyOfRange(bytes, at, at + (1 << 18)));
            }
            peer.awaitText(hash + "  -\n");
            int head = peer.bytes().length;
            peer.type("\n");
            peer.await("exit");
            assertThat(Arrays.copyOfRange(peer.bytes(), head, peer.bytes().length))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void whatWasTypedLastArrivesAlthoughItsViewerLeft() {
        for (int i = 0; i < 20; i++) {
            String id = "left" + i;
            open(id, "trap 'exit 0' INT; while :; do echo busy; done");
            try (TerminalPeer peer = show("id=" + id)) {
                peer.awaitText("busy");
                peer.type("\u0003");
                peer.leave();
                assertThat(sandbox.process(id).waitForExit(LIMIT).exitCode()).isZero();
            }
        }
    }

    @Test
    void terminalThatNobodyShowsHangsUp() {
        sandbox.openTerminal(new TerminalSpec(new ProcessId("idle"), null, null, null, null, null, null, null, 1_000L));
        try (TerminalPeer peer = show("id=idle")) {
            peer.await("ready");
            peer.type("sleep 2; echo st''ill\r");
            peer.awaitText("still");
        }
        TerminalInfo ended = Await.until(
                "Hung up",
                LIMIT,
                () -> sandbox.terminal("idle").info(),
                info -> info.status().ended());
        assertThat(ended.status()).isEqualTo(ProcessStatus.KILLED);
        assertThat(ended.signal()).isEqualTo("HUP");
    }

    @Test
    void whatIsWrongHasAStableCode() {
        assertThat(refusal("cols=0&rows=5")).isEqualTo(400);
        assertThat(refusal("cols=5")).isEqualTo(400);
        assertThat(refusal("after=5")).isEqualTo(400);
        assertThat(refusal("id=../x")).isEqualTo(400);
        try (TerminalPeer peer = show("id=unheard-of&after=5")) {
            assertThat(peer.awaitClose()).isEqualTo(new TerminalPeer.Closed(4404, "process-not-found"));
        }
        try (TerminalPeer peer = show("session=nobodys&readOnly=true")) {
            assertThat(peer.awaitClose()).isEqualTo(new TerminalPeer.Closed(4404, "process-not-found"));
        }
        try (TerminalPeer peer = show("id=patient&command=read+line;+echo+$line")) {
            peer.await("ready");
            peer.send("{\"type\":\"resize\",\"cols\":5}");
            assertThat(code(peer)).isEqualTo("invalid-value");
            peer.send("{\"type\":\"resize\",\"cols\":5,\"rows\":5,\"depth\":5}");
            assertThat(code(peer)).isEqualTo("unknown-field");
            peer.send("nonsense");
            assertThat(code(peer)).isEqualTo("malformed-request");
            peer.type("goes on\r");
            peer.awaitText("\r\ngoes on");
            assertThat(peer.await("exit").get("exitCode").asInt()).isZero();
        }
        Sandbox unknown = cofferdam.existing("no-such-sandbox");
        assertThat(catchThrowable(() -> new TerminalPeer(server, unknown, "")))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    private static String code(TerminalPeer peer) {
        return peer.await("error").get("problem").get("code").asText();
    }

    private static int refusal(String query) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> show(query));
        return thrown.getCause() instanceof WebSocketHandshakeException refused
                ? refused.getResponse().statusCode()
                : 0;
    }
}
