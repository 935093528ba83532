package org.cofferdam.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;

/** The way to the server: connections and JSON, shared by everything that one {@link Cofferdam} gave out. */
final class Transport implements AutoCloseable {

    private static final String BASE = "/api/v1";

    /**
     * One instance, for it caches what it learns about the records. Members that are new to us are no error; output of a command has
     * any length.
     */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
            .build();

    private final ClientSettings settings;
    private final HttpClient http;

    Transport(ClientSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    ClientSettings settings() {
        return settings;
    }

    HttpClient http() {
        return http;
    }

    /** @param path below the API's base */
    Call call(String method, String path) {
        return new Call(this, method, settings.url() + BASE + path);
    }

    /** @param path below the API's base */
    URI url(String path) {
        return URI.create(settings.url() + BASE + path);
    }

    /** What a caller sees of a request that failed. */
    ConnectionException failure(IOException e) {
        String what = nothingSent(e) ? "Cannot connect to " : "No whole answer from ";
        String why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
        return new ConnectionException(what + settings.url() + why, e);
    }

    static boolean nothingSent(IOException e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
