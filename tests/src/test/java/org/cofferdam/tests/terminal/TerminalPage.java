package org.cofferdam.tests.terminal;

import com.microsoft.playwright.Page;

/** The server's page that shows a terminal, in front of somebody who reads and types. */
final class TerminalPage {

    /** A function of the first line wanted, or null for those that are visible. */
    private static final String TEXT = """
            const text = from => {
              const buffer = view.terminal.buffer.active;
              let lines = '';
              for (let i = from ?? buffer.viewportY; i < buffer.length; i++) {
                const line = buffer.getLine(i);
                lines += (line.isWrapped ? '' : '\\n') + line.translateToString(true);
              }
              return lines + '\\n';
            };
            """;

    private final Page page;

    private TerminalPage(Page page) {
        this.page = page;
    }

    /** Fills in the form. */
    static TerminalPage submit(Page page, String server, String key, String sandbox, String session) {
        page.navigate(server + "/terminal/#sandbox=" + sandbox + "&session=" + session);
        page.fill("[name=key]", key);
        page.click("button");
        page.waitForFunction("view");
        return new TerminalPage(page);
    }

    /** Fills in the form; returns when there is a terminal. */
    static TerminalPage open(Page page, String server, String key, String sandbox, String session) {
        TerminalPage terminal = submit(page, server, key, sandbox, session);
        terminal.awaitState(sandbox + ": ");
        return terminal;
    }

    /** Waits until something is visible. */
    void await(String part) {
        page.waitForFunction("part => { " + TEXT + " return text(null).includes(part); }", part);
    }

    /** What is visible and what has scrolled out. */
    String scrollback() {
        return (String) page.evaluate("() => { " + TEXT + " return text(0); }");
    }

    /** Waits until so many bytes have come. */
    void awaitPosition(long position) {
        page.waitForFunction("position => view.position >= position", (double) position);
    }

    /** Waits for what is said above the terminal. */
    void awaitState(String part) {
        page.waitForFunction("part => document.querySelector('#state').textContent.includes(part)", part);
    }

    /** Types on the keyboard, key by key: line feeds are Enter, and {@code ^x} is x with Control. */
    void type(String keys) {
        for (int i = 0; i < keys.length(); i++) {
            if (keys.charAt(i) == '^') {
                i++;
                press("Control+" + keys.charAt(i));
            } else {
                int end = keys.offsetByCodePoints(i, 1);
                page.keyboard().type(keys.substring(i, end));
                i = end - 1;
            }
        }
    }

    /** As from the clipboard. */
    void paste(String text) {
        page.evaluate("text => view.terminal.paste(text)", text);
    }

    /** @param key as the DOM calls it */
    void press(String key) {
        page.keyboard().press(key);
    }

    /** Cuts the connection. */
    void cut() {
        page.evaluate("view.socket.close()");
    }

    /** Columns and rows, as stty(1) prints them. */
    String size() {
        return page.evaluate("view.terminal.rows + ' ' + view.terminal.cols").toString();
    }
}
