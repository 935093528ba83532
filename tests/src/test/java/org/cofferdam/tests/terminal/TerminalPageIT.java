package org.cofferdam.tests.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.tests.browser.OneBrowser;
import org.cofferdam.tests.browser.Screenshots;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.cofferdam.tests.stage.Surroundings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs as people see them: xterm.js in a browser, on the server's own page. */
@ExtendWith({OneServer.class, OneBrowser.class})
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TerminalPageIT {

    private static RunningServer server;
    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer running, Cofferdam cofferdam) {
        server = running;
        sandbox = cofferdam.sandbox(
                "page-" + UUID.randomUUID().toString().substring(0, 8),
                new SandboxSpec(null, null, Surroundings.terminalImage(), null, null, null, null, null, null));
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    /** Opens the page with a shell of its own. */
    private static TerminalPage open(Page page, String session) {
        sandbox.createSession(session);
        return TerminalPage.open(
                page, server.url(), server.apiKey(), sandbox.id().value(), session);
    }

    @Test
    void editorShowsColoursAndWritesAFile(Page page) {
        TerminalPage terminal = open(page, "editor");
        terminal.type("vim -c 'syntax on' hello.py\n");
        terminal.await("\"hello.py\" [New]");
        terminal.type("idef greet(name):\nreturn f'");
        terminal.paste("Grüße, {name} €😀");
        terminal.type("'");
        terminal.press("Escape");
        terminal.await("return f'Grüße, {name} €");
        Screenshots.take(page, "terminal-vim");
        terminal.type(":wq\n");
        terminal.await("$ ");
        assertThat(sandbox.readFile("hello.py")).contains("def greet(name):", "return f'Grüße, {name} €😀'");
    }

    @Test
    void fullScreenProgramsFollowTheWindow(Page page) {
        TerminalPage terminal = open(page, "full-screen");
        terminal.type("top\n");
        terminal.await("load average");
        terminal.await("%CPU");
        Screenshots.take(page, "terminal-top");
        terminal.type("q");
        terminal.await("$ ");
        terminal.type("htop\n");
        terminal.await("Load average");
        page.setViewportSize(700, 500);
        terminal.await("F10Quit");
        Screenshots.take(page, "terminal-htop");
        terminal.type("q");
        terminal.await("$ ");
        terminal.type("stty size\n");
        terminal.await("\n" + terminal.size() + "\n");
    }

    @Test
    void interpreterEditsItsLine(Page page) {
        TerminalPage terminal = open(page, "interpreter");
        terminal.type("python3\n");
        terminal.await(">>> ");
        terminal.type("6*8");
        terminal.press("Backspace");
        terminal.type("7\n");
        terminal.await("\n42\n");
        terminal.press("ArrowUp");
        terminal.type(" + 1\n");
        terminal.await("\n43\n");
        Screenshots.take(page, "terminal-python");
        terminal.type("^d");
        terminal.await("$ ");
    }

    @Test
    void multiplexerOutlivesThePage(Page page) {
        TerminalPage terminal = open(page, "multiplexer");
        terminal.type("tmux\n");
        terminal.await("0:bash*");
        terminal.type("^b%");
        terminal.await("│");
        terminal.type("echo right-$((6*7))\n");
        terminal.await("right-42");
        page.reload();
        TerminalPage again = TerminalPage.open(
                page, server.url(), server.apiKey(), sandbox.id().value(), "multiplexer");
        again.await("right-42");
        again.await("0:bash*");
        Screenshots.take(page, "terminal-tmux");
        again.type("echo no-answers\n");
        again.await("$ echo no-answers");
        again.type("^bd");
        again.await("[detached");
    }

    @Test
    void screenIsUnbrokenWhenTheConnectionIsCutWhileNumbersRun(Page page) {
        AtomicInteger sockets = new AtomicInteger();
        page.onWebSocket(socket -> sockets.incrementAndGet());
        TerminalPage terminal = open(page, "numbers");
        terminal.type("clear; seq 1 100000\n");
        for (int cut = 1; cut <= 5; cut++) {
            int opened = cut;
            terminal.awaitPosition(cut * 100_000L);
            terminal.cut();
            page.waitForCondition(() -> sockets.get() > opened);
        }
        terminal.await("\n100000\n");
        Screenshots.take(page, "terminal-numbers");
        String expected =
                IntStream.rangeClosed(96_001, 100_000).mapToObj(i -> i + "\n").collect(Collectors.joining());
        assertThat(terminal.scrollback()).contains(expected);
    }

    @Test
    void endlessOutputLeavesThePageUsable(Page page) {
        TerminalPage terminal = open(page, "endless");
        terminal.type("yes\n");
        terminal.awaitPosition(3_000_000);
        terminal.type("^c");
        terminal.await("^C");
        terminal.type("echo still-$((6*7))\n");
        terminal.await("still-42");
        terminal.type("exit 3\n");
        terminal.awaitState("ended: 3");
    }

    @Test
    void wrongKeyIsSaidAndNoUrlHasIt(Page page) {
        StringBuilder urls = new StringBuilder();
        page.onRequest(request -> urls.append(request.url()).append('\n'));
        page.onWebSocket(socket -> urls.append(socket.url()).append('\n'));
        TerminalPage wrong = TerminalPage.submit(
                page, server.url(), "cfd_wrong", sandbox.id().value(), "");
        wrong.awaitState("Send a key");
        page.reload();
        TerminalPage right = TerminalPage.open(
                page, server.url(), server.apiKey(), sandbox.id().value(), "");
        right.await("$ ");
        assertThat(urls.toString()).contains("/terminal?ticket=").doesNotContain(server.apiKey());
    }
}
