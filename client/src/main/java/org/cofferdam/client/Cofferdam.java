package org.cofferdam.client;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.jspecify.annotations.Nullable;

/**
 * A Cofferdam server.
 *
 * {@snippet :
 * try (Cofferdam cofferdam = Cofferdam.connect("http://localhost:8080", key)) {
 *     CommandResult result = cofferdam.sandbox("my-sandbox").exec("python3 --version");
 *     System.out.println(result.stdout());
 * }
 * }
 *
 * <p>For any number of threads; make one and keep it, for it holds the connections.
 */
public final class Cofferdam implements AutoCloseable {

    private final Transport transport;
    private final List<CommandListener> listeners = new CopyOnWriteArrayList<>();

    private Cofferdam(ClientSettings settings) {
        this.transport = new Transport(settings);
    }

    /**
     * A client with default settings. Sends nothing yet.
     *
     * @param url for example {@code http://localhost:8080}
     */
    public static Cofferdam connect(String url, String apiKey) {
        return connect(ClientSettings.of(url, apiKey));
    }

    /** A client. Sends nothing yet. */
    public static Cofferdam connect(ClientSettings settings) {
        return new Cofferdam(settings);
    }

    /**
     * The sandbox of that name, created where there is none; returns when it runs.
     *
     * @param id lower-case letters, digits and single inner hyphens, at most 63
     */
    public Sandbox sandbox(String id) {
        return sandbox(id, SandboxSpec.DEFAULTS);
    }

    /**
     * The sandbox of that name, created to the given specification where there is none; returns when it runs.
     *
     * @param spec without an id; ignored for a sandbox that exists
     * @throws SandboxException {@code INVALID_SANDBOX_ID}, {@code IMAGE_NOT_FOUND}, {@code START_TIMEOUT}, {@code
     *     RUNTIME_UNAVAILABLE}, {@code RUNTIME_ERROR}
     */
    public Sandbox sandbox(String id, SandboxSpec spec) {
        SandboxId valid = new SandboxId(id);
        return of(transport.call("PUT", "/sandboxes/" + valid).json(spec).as(SandboxInfo.class));
    }

    /**
     * Creates a sandbox; returns when it runs.
     *
     * @param spec its id is generated when it has none
     * @throws SandboxException also {@code SANDBOX_EXISTS}
     */
    public Sandbox create(SandboxSpec spec) {
        return of(transport.call("POST", "/sandboxes").json(spec).as(SandboxInfo.class));
    }

    /** The sandbox of that name, where there is one. */
    public Optional<Sandbox> find(String id) {
        try {
            SandboxId valid = new SandboxId(id);
            return Optional.of(of(transport.call("GET", "/sandboxes/" + valid).as(SandboxInfo.class)));
        } catch (SandboxException e) {
            if (e.code() == ErrorCode.SANDBOX_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The sandbox of that name, which is not looked up: its first use tells whether there is one. */
    public Sandbox existing(String id) {
        return new Sandbox(transport, new SandboxId(id), listeners);
    }

    /** The sandboxes that match, fetched page by page as the stream is read. */
    public Stream<SandboxInfo> list(SandboxQuery query) {
        return Pages.all(cursor -> fetchPage(query, cursor));
    }

    /** The administration of API keys; for a key with the role {@code admin}. */
    public Keys keys() {
        return new Keys(transport);
    }

    /** The administration of templates and their pools; for a key with the role {@code admin}. */
    public Templates templates() {
        return new Templates(transport);
    }

    /** From now on the listener sees every command; for debugging. Sandboxes that were given out before are included. */
    public void listen(CommandListener listener) {
        listeners.add(listener);
    }

    /** Ends all connections; streams that are open fail. Sandboxes and processes are left alone. */
    @Override
    public void close() {
        transport.close();
    }

    private Sandbox of(SandboxInfo info) {
        return new Sandbox(transport, info.id(), listeners);
    }

    private Page<SandboxInfo> fetchPage(SandboxQuery query, @Nullable String cursor) {
        Call call =
                transport.call("GET", "/sandboxes").query("limit", Pages.SIZE).query("cursor", cursor);
        query.labels().forEach(label -> call.query("label", label));
        return call.query("state", query.state()).as(new TypeReference<>() {});
    }
}
