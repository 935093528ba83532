package org.cofferdam.connector.docker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.connector.ContainerId;

/** How this installation's containers are named, labelled and found again. */
final class ContainerNames {

    private static final String INSTANCE_LABEL = "org.cofferdam.instance";
    private static final String CONTAINER_LABEL = "org.cofferdam.container";

    private final DockerSettings settings;

    ContainerNames(DockerSettings settings) {
        this.settings = settings;
    }

    String name(ContainerId id) {
        return "cofferdam-" + settings.instance() + "-" + id;
    }

    Map<String, String> labels(ContainerId id) {
        return Map.of(INSTANCE_LABEL, settings.instance(), CONTAINER_LABEL, id.value());
    }

    /** What all containers of this installation have, as {@code name=value}. */
    String instanceLabel() {
        return INSTANCE_LABEL + "=" + settings.instance();
    }

    /** The container with these labels; empty for one that only pretends to be ours. */
    Optional<ContainerId> container(Map<String, String> labels) {
        String id = labels.get(CONTAINER_LABEL);
        if (id == null || !settings.instance().equals(labels.get(INSTANCE_LABEL))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ContainerId(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The host's side of {@code /run/cofferdam}: short, for a socket's path has at most 107 bytes (unix(7)). */
    Path runDirectory(ContainerId id) {
        byte[] digest = Sha256.of(name(id).getBytes(StandardCharsets.UTF_8));
        return settings.runDirectory().resolve(HexFormat.of().formatHex(digest, 0, 8));
    }
}
