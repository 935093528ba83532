package org.cofferdam.connector.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.cofferdam.connector.ContainerId;
import org.junit.jupiter.api.Test;

class ContainerNamesTest {

    private static final ContainerId ID = new ContainerId("abc");

    private static DockerSettings settings(String engine, String run, String network, String instance) {
        return new DockerSettings(URI.create(engine), Path.of(run), Path.of("/opt/agent"), network, instance);
    }

    private final ContainerNames names = new ContainerNames(settings("unix:///e.sock", "/run/c", "net", "i1"));

    @Test
    void aContainerIsFoundByItsLabelsAgain() {
        assertThat(names.container(names.labels(ID))).contains(ID);
        assertThat(names.labels(ID)).containsEntry("org.cofferdam.instance", "i1");
    }

    @Test
    void otherInstancesAndStrangersAreNotOurs() {
        Map<String, String> labels = new HashMap<>(names.labels(ID));
        labels.put("org.cofferdam.instance", "i2");
        assertThat(names.container(labels)).isEmpty();
        labels.put("org.cofferdam.instance", "i1");
        labels.put("org.cofferdam.container", "../x");
        assertThat(names.container(labels)).isEmpty();
        assertThat(names.container(Map.of())).isEmpty();
    }

    @Test
    void runDirectoryIsShortAndOwn() {
        Path path = names.runDirectory(ID);
        assertThat(path.getParent()).isEqualTo(Path.of("/run/c"));
        assertThat(path.getFileName().toString()).matches("[0-9a-f]{16}");
        assertThat(names.runDirectory(new ContainerId("abd"))).isNotEqualTo(path);
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> settings("http://x", "/run", "n", "i")).hasMessageContaining("engineSocket");
        assertThatThrownBy(() -> settings("unix:relative", "/run", "n", "i")).hasMessageContaining("engineSocket");
        assertThatThrownBy(() -> settings("unix:///e", "run", "n", "i")).hasMessageContaining("runDirectory");
        assertThatThrownBy(() -> settings("unix:///e", "/" + "x".repeat(80), "n", "i"))
                .hasMessageContaining("runDirectory");
        assertThatThrownBy(() -> settings("unix:///e", "/run", "", "i")).hasMessageContaining("network");
        assertThatThrownBy(() -> settings("unix:///e", "/run", "n", "a b")).hasMessageContaining("instance");
    }
}
