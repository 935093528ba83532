package org.cofferdam.web.error;

import jakarta.ejb.ConcurrentAccessException;
import jakarta.ejb.EJBAccessException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.web.json.Json;

/** Makes the problem of a failure, and logs what a person must know of it. */
public final class Problems {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private Problems() {}

    /** The problem of whatever was thrown. An {@link UncheckedIOException} that no bean wrapped is the client's connection. */
    public static Problem of(Throwable thrown) {
        if (thrown instanceof UncheckedIOException) {
            return of(ErrorCode.MALFORMED_REQUEST, "The connection broke before the request's end");
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SandboxException own -> {
                    return own.code() == ErrorCode.INTERNAL_ERROR ? incident(thrown) : known(own);
                }
                case EJBAccessException _ -> {
                    return of(ErrorCode.FORBIDDEN, "This needs an API key with another role");
                }
                case ConcurrentAccessException _ -> {
                    return of(ErrorCode.BUSY, "The sandbox is busy with another control operation; try again");
                }
                default -> {}
            }
        }
        return thrown instanceof WebApplicationException http
                ? ofStatus(http.getResponse().getStatus())
                : incident(thrown);
    }

    private static Problem known(SandboxException e) {
        switch (e.code().kind()) {
            case EXTERNAL -> LOG.log(Level.WARNING, "{0}: {1}", e.code().wireName(), e.detail());
            case USER, LIMIT, APPLICATION, INTERNAL -> {}
        }
        return Problem.of(e);
    }

    /** The problem of a request that did not get as far as our code. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> of(ErrorCode.UNAUTHENTICATED, "Send a key: Authorization: Bearer KEY");
            case 403 -> of(ErrorCode.FORBIDDEN, "This needs an API key with another role");
            case 404 -> of(ErrorCode.NOT_FOUND, "There is nothing at this path");
            case 405 -> of(ErrorCode.METHOD_NOT_ALLOWED, "See the Allow header");
            case 406 -> of(ErrorCode.NOT_ACCEPTABLE, "Nothing that Accept asks for is to be had here");
            case 413 -> of(ErrorCode.TOO_LARGE, "The request is too large");
            case 415 -> of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json");
            case 503 -> of(ErrorCode.BUSY, "The server does not take requests now; try again");
            default ->
                status >= 500
                        ? incident(new IllegalStateException("HTTP status " + status))
                        : of(ErrorCode.MALFORMED_REQUEST, "The request is malformed");
        };
    }

    public static Problem of(ErrorCode code, String detail) {
        return Problem.of(new SandboxException(code, detail));
    }

    /** A defect of ours: the client gets a number, the log gets the rest. */
    private static Problem incident(Throwable thrown) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.log(Level.ERROR, "Incident " + id, thrown);
        return of(ErrorCode.INTERNAL_ERROR, "Incident " + id + ": the server's log tells more");
    }

    /** Answers with a problem where JAX-RS does not. */
    public static void send(Problem problem, HttpServletResponse response) throws IOException {
        byte[] json = Json.bytes(problem);
        response.setStatus(problem.status());
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
