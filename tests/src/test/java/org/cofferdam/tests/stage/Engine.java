package org.cofferdam.tests.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** The container engine behind the server's back, through its own API. */
public final class Engine {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A container of ours. */
    public record Container(String id, String sandbox, String state) {}

    private final UnixHttp http;

    private Engine(UnixHttp http) {
        this.http = http;
    }

    public static Engine atHand() {
        return new Engine(new UnixHttp(Surroundings.engineSocket()));
    }

    /** All containers of an installation, running or not. */
    public List<Container> containers(String instance) {
        return labelled("org.cofferdam.instance=" + instance);
    }

    private List<Container> labelled(String label) {
        String filters = "{\"label\":[\"" + label + "\"]}";
        JsonNode found = call(
                "GET", "/containers/json?all=true&filters=" + URLEncoder.encode(filters, StandardCharsets.UTF_8), "");
        return StreamSupport.stream(found.spliterator(), false)
                .map(node -> new Container(
                        node.get("Id").textValue(),
                        node.at("/Labels/org.cofferdam.container").asText(),
                        node.get("State").textValue()))
                .toList();
    }

    /** The container of a sandbox. */
    public Container container(String instance, String sandbox) {
        return containers(instance).stream()
                .filter(container -> container.sandbox().equals(sandbox))
                .findAny()
                .orElseThrow(() -> new AssertionError("No container for " + sandbox));
    }

    /** The container of a sandbox, whatever installation it belongs to. */
    public Container containerOfSandbox(String sandbox) {
        return labelled("org.cofferdam.container=" + sandbox).getFirst();
    }

    public boolean isPodman() {
        return call("GET", "/version", "").toString().contains("Podman Engine");
    }

    public JsonNode inspect(Container container) {
        return call("GET", "/containers/" + container.id() + "/json", "");
    }

    /** {@code kill -9} of the container's main process, which is the agent. */
    public void killAgent(Container container) {
        call("POST", "/containers/" + container.id() + "/kill?signal=KILL", "");
    }

    public void remove(Container container) {
        call("DELETE", "/containers/" + container.id() + "?force=true&v=true", "");
    }

    /** Runs a command by the engine's own exec and waits for its end: what others do for each command. */
    public String exec(Container container, String... argv) {
        String words = String.join("\",\"", argv);
        JsonNode made = call(
                "POST",
                "/containers/" + container.id() + "/exec",
                "{\"AttachStdout\":true,\"AttachStderr\":true,\"Cmd\":[\"" + words + "\"]}");
        return send("POST", "/exec/" + made.get("Id").textValue() + "/start", "{\"Detach\":false,\"Tty\":false}")
                .text();
    }

    void removeAll(String instance) {
        containers(instance).forEach(container -> {
            UnixHttp.Answer answer = send("POST", "/containers/" + container.id() + "/stop?t=0", "");
            if (answer.status() != 404) {
                remove(container);
            }
        });
    }

    private JsonNode call(String method, String path, String json) {
        UnixHttp.Answer answer = send(method, path, json);
        if (answer.status() >= 400 && answer.status() != 404) {
            throw new IllegalStateException(method + " " + path + ": " + answer.status() + " " + answer.text());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UnixHttp.Answer send(String method, String path, String json) {
        try {
            return http.send(method, path, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
