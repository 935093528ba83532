package org.cofferdam.connector.docker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.SandboxId;

/** How this installation's containers are named, labelled and found again. */
final class ContainerNames {

    private static final String INSTANCE_LABEL = "org.cofferdam.instance";
    private static final String SANDBOX_LABEL = "org.cofferdam.sandbox";

    private final DockerSettings settings;

    ContainerNames(DockerSettings settings) {
        this.settings = settings;
    }

    String name(SandboxId id) {
        return "cofferdam-" + settings.instance() + "-" + id;
    }

    Map<String, String> labels(SandboxId id) {
        return Map.of(INSTANCE_LABEL, settings.instance(), SANDBOX_LABEL, id.value());
    }

    /** What all containers of this installation have, as {@code name=value}. */
    String instanceLabel() {
        return INSTANCE_LABEL + "=" + settings.instance();
    }

    /** The sandbox that a container with these labels belongs to; empty for one that only pretends. */
    Optional<SandboxId> sandbox(Map<String, String> labels) {
        String id = labels.get(SANDBOX_LABEL);
        if (id == null || !settings.instance().equals(labels.get(INSTANCE_LABEL))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SandboxId(id));
        } catch (SandboxException e) {
            return Optional.empty();
        }
    }

    /** The host's side of {@code /run/cofferdam}: short, for a socket's path has at most 107 bytes (unix(7)). */
    Path runDirectory(SandboxId id) {
        byte[] digest = Sha256.of(name(id).getBytes(StandardCharsets.UTF_8));
        return settings.runDirectory().resolve(HexFormat.of().formatHex(digest, 0, 8));
    }
}
