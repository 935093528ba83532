package org.cofferdam.client;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.stream.Stream;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.protocol.template.PoolInfo;
import org.cofferdam.protocol.template.TemplateId;
import org.cofferdam.protocol.template.TemplateInfo;
import org.cofferdam.protocol.template.TemplateSpec;
import org.jspecify.annotations.Nullable;

/**
 * Templates and their pools of containers. Methods throw {@link SandboxException} with {@code FORBIDDEN} unless the client's key has the
 * role {@code admin}.
 */
public final class Templates {

    private final Transport transport;

    Templates(Transport transport) {
        this.transport = transport;
    }

    /**
     * Makes a template or replaces it; sandboxes that were made by it stay as they are.
     *
     * @param name lower-case letters, digits and inner hyphens; {@code default} is that of sandboxes that name none
     */
    public TemplateInfo put(String name, TemplateSpec spec) {
        return transport.call("PUT", path(name)).json(spec).as(TemplateInfo.class);
    }

    /** @throws SandboxException {@code TEMPLATE_NOT_FOUND} */
    public TemplateInfo get(String name) {
        return transport.call("GET", path(name)).as(TemplateInfo.class);
    }

    /** All, fetched page by page as the stream is read. */
    public Stream<TemplateInfo> list() {
        return Pages.all(this::fetchPage);
    }

    /** Fine when there is none. Containers that wait for its sandboxes go. */
    public void delete(String name) {
        transport.call("DELETE", path(name)).run();
    }

    /** How each pool stands. */
    public List<PoolInfo> pools() {
        return transport
                .call("GET", "/pool")
                .as(new TypeReference<Page<PoolInfo>>() {})
                .items();
    }

    private static String path(String name) {
        return "/templates/" + new TemplateId(name);
    }

    private Page<TemplateInfo> fetchPage(@Nullable String cursor) {
        return transport
                .call("GET", "/templates")
                .query("limit", Pages.SIZE)
                .query("cursor", cursor)
                .as(new TypeReference<>() {});
    }
}
