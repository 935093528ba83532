package org.cofferdam.tests.port;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Command;
import org.cofferdam.client.Sandbox;
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

/** Programs as people write them, seen through their preview URLs in a real browser. */
@ExtendWith({OneServer.class, OneBrowser.class})
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PreviewBrowserIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of a download and an upload; the release's numbers are 500 and 200. */
    private static final int MEGABYTES = Integer.getInteger("cofferdam.preview.megabytes", 30);

    private static Sandbox sandbox;

    @BeforeAll
    static void unpackPrograms(RunningServer server, Cofferdam cofferdam) throws IOException {
        sandbox = server.newSandbox(cofferdam, "programs");
        try (InputStream archive = Files.newInputStream(Surroundings.programs())) {
            sandbox.files().unpack("programs", archive, true);
        }
        for (String program : new String[] {"express.js", "chat.js"}) {
            try (InputStream in = PreviewBrowserIT.class.getResourceAsStream(program)) {
                sandbox.writeFile("programs/" + program, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static void start(int port, String command) {
        sandbox.start(Command.of(command + " " + port).cwd("programs")).waitForPort(port, SOON);
    }

    private static String preview(int port) {
        return sandbox.ports().expose(port).url();
    }

    @Test
    void vitePageShowsItsEditedSourceWithoutBeingLoadedAgain(Page page) {
        sandbox.writeFile(
                "programs/index.html",
                "<!doctype html><title>Vite</title><h1 id=app></h1><script type=module src=/main.js></script>");
        sandbox.writeFile("programs/main.js", source("before"));
        start(5173, "node node_modules/vite/bin/vite.js --strictPort --port");
        page.navigate(preview(5173));
        assertThat(page.locator("#app")).hasText("before", soon());
        page.waitForFunction("window.hot === true");
        page.evaluate("window.loadedOnce = true");

        sandbox.writeFile("programs/main.js", source("after"));

        assertThat(page.locator("#app")).hasText("after", soon());
        assertThat(page.evaluate("window.loadedOnce")).isEqualTo(true);
        Screenshots.take(page, "preview-vite");
    }

    private static String source(String text) {
        return """
                document.querySelector('#app').textContent = '%s';
                import.meta.hot.accept();
                window.hot = true;
                """.formatted(text);
    }

    private static LocatorAssertions.HasTextOptions soon() {
        return new LocatorAssertions.HasTextOptions().setTimeout((double) SOON.toMillis());
    }

    @Test
    void expressApplicationTakesAFormAndRedirects(Page page) {
        start(3000, "node express.js");
        page.navigate(preview(3000));
        page.locator("input").fill("I was here");
        page.locator("button").click();
        assertThat(page.locator("li")).hasText("I was here", soon());
        assertThat(page.url()).isEqualTo(preview(3000));
        assertThat(page.context().cookies()).extracting(it -> it.name).containsExactly("wrote");
        Screenshots.take(page, "preview-express");
    }

    @Test
    void chatIsHeardByEverybody(Page page, Browser browser) {
        start(3001, "node chat.js");
        String url = preview(3001);
        Page other = browser.newPage();
        for (Page each : new Page[] {page, other}) {
            each.navigate(url);
            assertThat(each.locator("#state")).hasText("connected", soon());
        }
        page.locator("input").fill("grüße");
        page.locator("button").click();
        assertThat(other.locator("li")).hasText("grüße", soon());
        assertThat(page.locator("li")).hasText("grüße", soon());
        Screenshots.take(other, "preview-chat");
        other.close();
    }

    @Test
    void clockTicksAsItHappens(Page page) {
        start(3002, "node express.js");
        page.navigate(preview(3002) + "clock");
        page.waitForFunction("document.querySelectorAll('li').length >= 5");
        assertThat(page.locator("li").allTextContents()).doesNotHaveDuplicates();
        Screenshots.take(page, "preview-clock");
    }

    @Test
    void pythonsServerGivesALargeDownload(Page page) throws Exception {
        sandbox.exec("mkdir -p large && head -c " + MEGABYTES + "000000 /dev/urandom > large/file.bin");
        String digest = sandbox.exec("sha256sum large/file.bin").stdout().substring(0, 64);
        sandbox.start("python3 -m http.server --bind 127.0.0.1 --directory large 8000")
                .waitForPort(8000, SOON);
        page.navigate(preview(8000));
        Download download =
                page.waitForDownload(() -> page.locator("text=file.bin").click());
        assertThat(sha256(download.path())).isEqualTo(digest);
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void largeUploadArrivesWhole(Page page) {
        start(3003, "node express.js");
        page.navigate(preview(3003));
        Object answer = page.evaluate("""
                async megabytes => {
                  const part = new Uint8Array(1000000).map((_, i) => i % 251);
                  const body = new Blob(Array(megabytes).fill(part));
                  return (await fetch('/digest', { method: 'POST', body })).json();
                }""", MEGABYTES);
        String digest = sandbox.exec("python3 -c \"import hashlib; "
                        + "print(hashlib.sha256(bytes(i % 251 for i in range(1000000)) * " + MEGABYTES
                        + ").hexdigest(), end='')\"")
                .stdout();
        assertThat(answer).isEqualTo(Map.of("bytes", MEGABYTES * 1_000_000, "sha256", digest));
    }

    @Test
    void pageOfAPortThatNothingListensOnWaitsForIt(Page page) {
        String url = preview(3004);
        page.navigate(url);
        assertThat(page.locator("body")).containsText("This page looks again by itself");
        Screenshots.take(page, "preview-nothing-listens");
        start(3004, "node express.js");
        page.waitForFunction("document.title === 'Guest book'");
        assertThat(page.url()).isEqualTo(url);
    }
}
