package org.cofferdam.tests.terminal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.cofferdam.client.TerminalListener;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.tests.stage.Await;
import org.jspecify.annotations.Nullable;

/** Notes what a terminal showed. */
final class Screen implements TerminalListener {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile String size = "";
    private volatile TerminalEvent.@Nullable Exit exit;

    @Override
    public void onData(byte[] data) {
        bytes.writeBytes(data);
    }

    @Override
    public void onResize(int cols, int rows) {
        size = cols + "x" + rows;
    }

    @Override
    public void onExit(TerminalEvent.Exit end) {
        exit = end;
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    TerminalEvent.@Nullable Exit exit() {
        return exit;
    }

    void await(String part) {
        Await.until("Shown: " + part, PATIENCE, this::text, text -> text.contains(part));
    }

    void awaitSize(String wanted) {
        Await.until("Size " + wanted, PATIENCE, () -> size, wanted::equals);
    }
}
