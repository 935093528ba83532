package org.cofferdam.connector.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientConfigDelegate;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.URI;
import java.nio.file.Path;

/** Makes clients of one engine, which share what is costly to make: the configuration and the warmed-up JSON mapper. */
final class EngineClients {

    private final DockerClientConfig configuration;

    EngineClients(URI engineSocket) {
        DockerClientConfig plain = new DefaultDockerClientConfig.Builder()
                .withDockerHost(engineSocket.toString())
                .withDockerConfig(
                        Path.of(System.getProperty("user.home"), ".docker").toString()) // registry credentials
                .withRegistryUrl("https://index.docker.io/v1/")
                .build();
        ObjectMapper mapper = plain.getObjectMapper();
        configuration = new DockerClientConfigDelegate(plain) {
            @Override
            public ObjectMapper getObjectMapper() {
                return mapper;
            }
        };
    }

    DockerClient client() {
        return DockerClientImpl.getInstance(configuration, http());
    }

    /** Timeouts have no effect on Unix sockets here: whoever uses it sees to deadlines himself, by closing or interrupting. */
    DockerHttpClient http() {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(configuration.getDockerHost())
                .build();
    }

    ObjectMapper mapper() {
        return configuration.getObjectMapper();
    }
}
