package org.cofferdam.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RawHttp;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({OneServer.class, OneBrowser.class})
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BrowserSocketIT {

    /** Opens a socket and tells how that ended. */
    private static final String OPEN = """
            url => new Promise(resolve => {
              const socket = new WebSocket(url);
              socket.onopen = () => resolve('open');
              socket.onerror = () => resolve('refused');
            })""";

    private static RunningServer server;
    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer running, Cofferdam cofferdam) {
        server = running;
        sandbox = running.newSandbox(cofferdam, "browser");
        sandbox.exec("true");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "terminal"})
    void ticketOpensASocketForOurOwnPages(String path, Page page) throws Exception {
        page.navigate(server.url() + "/health/live");
        assertThat(page.evaluate(OPEN, withTicket(path))).isEqualTo("open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "terminal"})
    void pageOfAnotherOriginIsRefused(String path, Page page) throws Exception {
        page.navigate("http://localhost:" + server.port() + "/health/live");
        assertThat(page.evaluate(OPEN, withTicket(path))).isEqualTo("refused");
    }

    private static String withTicket(String path) throws Exception {
        RawHttp.Answer answer = new RawHttp(server.url())
                .send(
                        "POST",
                        "/api/v1/tickets",
                        Optional.of("Bearer " + server.apiKey()),
                        "application/json",
                        "{}".getBytes(StandardCharsets.UTF_8));
        return server.url().replaceFirst("^http", "ws") + "/api/v1/sandboxes/" + sandbox.id() + "/" + path + "?ticket="
                + answer.json().get("ticket").asText();
    }
}
