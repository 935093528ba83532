package org.cofferdam.connector.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Locale;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** Reads what the engine says when it refuses. Docker and Podman use different status codes for much, and much the same words. */
final class EngineRefusal {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST = 300;

    private EngineRefusal() {}

    static boolean isMissingImage(DockerException e) {
        String message = message(e).toLowerCase(Locale.ROOT);
        return (e instanceof NotFoundException && message.contains("image"))
                || message.contains("invalid reference format")
                || message.contains("repository name must");
    }

    /** Podman finds out too late when somebody else removes it meanwhile. */
    static boolean isMissingContainer(DockerException e) {
        return e instanceof NotFoundException || message(e).contains("no such container");
    }

    static boolean isNameTaken(DockerException e) {
        return message(e).contains("already in use");
    }

    /** @param tried completes "The container engine could not" */
    static SandboxException error(String tried, DockerException e) {
        String hint = message(e).contains("network")
                ? "If the network of the sandboxes is missing: ./cofferdam up makes it again."
                : null;
        return new SandboxException(
                ErrorCode.RUNTIME_ERROR, "The container engine could not " + tried + ": " + message(e), hint, e);
    }

    /** The engine's own words, without the JSON around them. */
    static String message(DockerException e) {
        String text = e.getMessage() == null ? "HTTP status " + e.getHttpStatus() : e.getMessage();
        int json = text.indexOf('{');
        if (json >= 0) {
            text = unwrapped(text.substring(json));
        }
        return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    }

    private static String unwrapped(String json) {
        try {
            JsonNode message = MAPPER.readTree(json).path("message");
            return message.isTextual() ? message.textValue() : json;
        } catch (JsonProcessingException e) {
            return json;
        }
    }
}
