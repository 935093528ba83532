package org.cofferdam.web.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.cofferdam.connector.TerminalStream;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.web.error.Problems;
import org.cofferdam.web.json.Json;
import org.cofferdam.web.websocket.CloseCode;
import org.cofferdam.web.websocket.Credit;
import org.cofferdam.web.websocket.Message;
import org.cofferdam.web.websocket.Socket;

/**
 * Shows a terminal over a socket: what it prints in binary messages, all else in text. Whoever is slower, the program or the client, holds
 * the other one back. The sandbox is kept awake meanwhile.
 */
final class TerminalViewer {

    private static final Duration LAST_KEYS = Duration.ofSeconds(5);

    private final Socket socket;
    private final TerminalQuery query;
    private final Credit credit;

    TerminalViewer(Socket socket, TerminalQuery query) {
        this.socket = socket;
        this.query = query;
        this.credit = new Credit(query.window() == null ? Long.MAX_VALUE : query.window());
    }

    void hold(Supplier<SandboxLease> sandbox) throws IOException, InterruptedException {
        try (SandboxLease lease = sandbox.get()) {
            ProcessId id = new TerminalChoice(lease.agent(), query).terminal();
            TerminalRequest.Attach attach =
                    new TerminalRequest.Attach(id, query.after(), query.size(), query.readOnly());
            try (TerminalStream terminal = lease.agent().terminal(attach)) {
                Thread keys = Thread.ofVirtual().name("terminal-keys").start(() -> type(terminal));
                socket.onEnd(() -> Thread.ofVirtual().name("terminal-end").start(() -> leave(keys, terminal)));
                showAndType(terminal, keys);
            }
        } catch (RuntimeException e) {
            Problem problem = Problems.of(e);
            event(new TerminalEvent.Failure(problem));
            socket.close(CloseCode.of(problem.code()));
        }
    }

    /** Once the client has gone, what it typed last is carried on for a while: its program may never read. */
    private static void leave(Thread keys, TerminalStream terminal) {
        try {
            keys.join(LAST_KEYS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        terminal.close();
    }

    private void showAndType(TerminalStream terminal, Thread keys) throws IOException, InterruptedException {
        try {
            show(terminal);
        } catch (IOException e) {
            keys.join(LAST_KEYS);
            throw e;
        }
    }

    private void show(TerminalStream terminal) throws IOException, InterruptedException {
        TerminalEvent event = terminal.next();
        while (event != null) {
            switch (event) {
                case TerminalEvent.Output output -> {
                    byte[] bytes = output.bytes();
                    if (credit.await(output.position() - bytes.length)) {
                        socket.sendBinary(bytes);
                    }
                }
                case TerminalEvent.Ready ready -> begin(ready.position(), ready);
                case TerminalEvent.Skipped skipped -> begin(skipped.position(), skipped);
                case TerminalEvent.Resized _, TerminalEvent.Exit _, TerminalEvent.Failure _ -> event(event);
            }
            event = terminal.next();
        }
    }

    /** Output goes on behind a position, and nothing before is on its way. */
    private void begin(long position, TerminalEvent event) throws IOException, InterruptedException {
        credit.acknowledge(position);
        event(event);
    }

    private void event(TerminalEvent event) throws IOException, InterruptedException {
        socket.sendText(Json.bytes(event));
    }

    /** Carries on what the client sends, until it goes or the terminal has ended. */
    private void type(TerminalStream terminal) {
        try (terminal) {
            Message message = socket.receive();
            while (message != null) {
                accept(message, terminal);
                message = socket.receive();
            }
        } catch (IOException e) {
            // the client has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            credit.close();
        }
    }

    private void accept(Message message, TerminalStream terminal) throws IOException, InterruptedException {
        try {
            switch (message) {
                case Message.Binary(byte[] bytes) -> {
                    requireTypist();
                    terminal.type(bytes);
                }
                case Message.Text(String text) -> accept(Json.object(text), terminal);
            }
        } catch (SandboxException e) {
            event(new TerminalEvent.Failure(Problems.of(e)));
        }
    }

    private void accept(ObjectNode message, TerminalStream terminal) {
        JsonNode type = message.remove("type");
        switch (type == null ? "" : type.asText()) {
            case "resize" -> {
                requireTypist();
                terminal.resize(Json.convert(message, TerminalSize.class));
            }
            case "ack" -> credit.acknowledge(Json.convert(message, Ack.class).position());
            default ->
                throw new SandboxException(
                        ErrorCode.INVALID_VALUE,
                        "type is neither resize nor ack",
                        "What is typed goes in binary messages",
                        null);
        }
    }

    private void requireTypist() {
        if (query.readOnly()) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "A viewer who only reads neither types nor resizes");
        }
    }

    /** The client has dealt with all output up to a position. */
    record Ack(long position) {}
}
