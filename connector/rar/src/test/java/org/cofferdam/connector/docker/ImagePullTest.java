package org.cofferdam.connector.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImagePullTest {

    @Test
    void onlyNamesWithARegistryArePulled() {
        assertThat(ImagePull.namesRegistry("docker.io/library/debian:12")).isTrue();
        assertThat(ImagePull.namesRegistry("registry:5000/a/b")).isTrue();
        assertThat(ImagePull.namesRegistry("localhost/cofferdam/sandbox:latest"))
                .isFalse();
        assertThat(ImagePull.namesRegistry("library/debian")).isFalse();
        assertThat(ImagePull.namesRegistry("debian:12")).isFalse();
    }
}
