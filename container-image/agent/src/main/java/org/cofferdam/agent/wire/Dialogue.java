package org.cofferdam.agent.wire;

import java.io.IOException;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.system.Diagnostics;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Hello;
import org.cofferdam.protocol.wire.Welcome;

/** The course of a connection: hello, then request and reply by turns until the server closes it. */
final class Dialogue {

    private static final long HELLO_MILLIS = 10_000;

    /** More than a hello needs. */
    static final int HELLO_BYTES = 4096;

    private final Token token;
    private final Boot boot;
    private final Configuration configuration;
    private final Operations operations;

    Dialogue(Token token, Boot boot, Configuration configuration, Operations operations) {
        this.token = token;
        this.boot = boot;
        this.configuration = configuration;
        this.operations = operations;
    }

    void hold(Connection connection) {
        try {
            if (!greet(connection)) {
                return;
            }
            while (!connection.isTunnel()) {
                if (connection.awaitFrame(-1) != FrameKind.REQUEST) {
                    return;
                }
                serve(connection);
            }
        } catch (IOException normalEnd) {
            return;
        }
    }

    private boolean greet(Connection connection) throws ConnectionClosedException {
        if (connection.awaitFrame(HELLO_MILLIS) != FrameKind.HELLO) {
            return false;
        }
        Hello hello = Json.read(connection.payload(), 0, Hello.class);
        if (hello.token() == null || !token.is(hello.token())) {
            fail(connection, new SandboxException(ErrorCode.UNAUTHENTICATED, "Not the agent's token"));
            connection.flush();
            return false;
        }
        connection.input().trust();
        connection.send(
                FrameKind.HELLO, new Welcome(Hello.VERSION, boot.id(), boot.version(), configuration.configured()));
        if (connection.input().begin() == null) {
            connection.flush();
        }
        return true;
    }

    private void serve(Connection connection) throws IOException {
        byte[] request = connection.payload();
        try {
            operations.carryOut(connection, request);
        } catch (SandboxException e) {
            fail(connection, e);
        } catch (SystemCallException e) {
            fail(connection, new SandboxException(codeOf(e), "The agent cannot go on: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            Diagnostics.defect("a request", e);
            fail(connection, new SandboxException(ErrorCode.INTERNAL_ERROR, "The agent failed: " + e, e));
        }
        connection.flush();
        connection.skipData();
        connection.output().shrink();
    }

    private static ErrorCode codeOf(SystemCallException e) {
        return switch (e.errno()) {
            case Errno.ENOSPC, Errno.EDQUOT -> ErrorCode.NO_SPACE;
            case Errno.EMFILE, Errno.ENFILE, Errno.EAGAIN, Errno.ENOMEM -> ErrorCode.QUOTA_EXCEEDED;
            default -> ErrorCode.INTERNAL_ERROR;
        };
    }

    private static void fail(Connection connection, SandboxException e) {
        connection.send(FrameKind.ERROR, Problem.of(e));
    }
}
