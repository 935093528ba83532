package org.cofferdam.connector.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerId;
import org.jspecify.annotations.Nullable;

/**
 * The engine's events of our containers, as they come ({@code GET /events} of the Docker Engine API). Read by one thread; closed by any,
 * which ends a read. Blocking, for docker-java would read it on a thread of its own making.
 */
final class EventStream implements Closeable {

    private static final System.Logger LOGGER = System.getLogger(EventStream.class.getName());

    private final DockerHttpClient http;
    private final ObjectMapper mapper;
    private final ContainerNames names;
    private DockerHttpClient.@Nullable Response response;
    private @Nullable MappingIterator<JsonNode> events;

    EventStream(EngineClients clients, ContainerNames names) {
        this.http = clients.http();
        this.mapper = clients.mapper();
        this.names = names;
    }

    /** Begins to listen: what happens from now on is heard. */
    void open() throws IOException {
        DockerHttpClient.Request request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/events?filters=" + filters())
                .build();
        try {
            DockerHttpClient.Response opened = http.execute(request);
            response = opened;
            if (opened.getStatusCode() != 200) {
                throw new IOException("The engine answers HTTP status " + opened.getStatusCode());
            }
        } catch (RuntimeException e) {
            throw new IOException("The engine's events cannot be had", e);
        }
    }

    private String filters() throws IOException {
        Map<String, List<String>> filters =
                Map.of("type", List.of("container"), "label", List.of(names.instanceLabel()));
        return URLEncoder.encode(mapper.writeValueAsString(filters), StandardCharsets.UTF_8);
    }

    /** The next event that matters; blocks until there is one, null at the end of the stream. */
    @Nullable ContainerEvent next() throws IOException {
        MappingIterator<JsonNode> read = events();
        while (read.hasNextValue()) {
            Optional<ContainerEvent> event = translated(read.nextValue());
            if (event.isPresent()) {
                return event.get();
            }
        }
        return null;
    }

    /** Made only now, for its making blocks until there is a first byte. */
    private MappingIterator<JsonNode> events() throws IOException {
        if (events == null) {
            events = mapper.readerFor(JsonNode.class)
                    .readValues(Objects.requireNonNull(response, "not open").getBody());
        }
        return events;
    }

    private Optional<ContainerEvent> translated(JsonNode event) {
        Map<String, String> attributes = new HashMap<>();
        event.path("Actor")
                .path("Attributes")
                .properties()
                .forEach(
                        entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
        Instant at = Instant.EPOCH.plusNanos(event.path("timeNano").asLong());
        return names.container(attributes).map(id -> of(event.path("Action").asText(), id, at, attributes));
    }

    private static @Nullable ContainerEvent of(
            String action, ContainerId id, Instant at, Map<String, String> attributes) {
        return switch (action) {
            case "start" -> new ContainerEvent.Started(id, at);
            case "die", "died" -> new ContainerEvent.Died(id, at, exitCode(attributes));
            case "oom" -> new ContainerEvent.OomKilled(id, at);
            case "destroy", "remove" -> new ContainerEvent.Removed(id, at);
            default -> null;
        };
    }

    /** Docker's name for it, or Podman's. */
    private static int exitCode(Map<String, String> attributes) {
        String code = attributes.getOrDefault("exitCode", attributes.getOrDefault("containerExitCode", ""));
        try {
            return Integer.parseInt(code);
        } catch (NumberFormatException e) {
            LOGGER.log(Level.WARNING, "The engine tells no exit code but \"{0}\"", code);
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "Closing a stream of events", e);
        }
        DockerHttpClient.Response opened = response;
        if (opened != null) {
            opened.close();
        }
    }
}
