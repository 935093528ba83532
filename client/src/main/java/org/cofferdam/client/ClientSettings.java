package org.cofferdam.client;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * How a client reaches its server.
 *
 * @param url of the server, for example {@code http://localhost:8080}; a path is kept as a prefix
 * @param apiKey sent as a bearer token with every request
 * @param connectTimeout for opening a connection; 10 s by default
 * @param requestTimeout for the answer to a request that does not itself say how long it takes; 2 min by default, as creating a
 *     sandbox may pull an image
 * @param resumeWithin how long a cut event stream may take to give its next event before the client gives up; 60 s by default, the time
 *     of a server's restart with something to spare
 */
public record ClientSettings(
        URI url, String apiKey, Duration connectTimeout, Duration requestTimeout, Duration resumeWithin) {

    public ClientSettings {
        if (!Set.of("http", "https").contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException("Not an http or https URL: " + url);
        }
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("The API key is empty");
        }
    }

    /** The defaults. */
    public static ClientSettings of(String url, String apiKey) {
        return new ClientSettings(
                URI.create(url.replaceAll("/+$", "")),
                apiKey.strip(),
                Duration.ofSeconds(10),
                Duration.ofMinutes(2),
                Duration.ofSeconds(60));
    }

    public ClientSettings withConnectTimeout(Duration timeout) {
        return new ClientSettings(url, apiKey, timeout, requestTimeout, resumeWithin);
    }

    public ClientSettings withRequestTimeout(Duration timeout) {
        return new ClientSettings(url, apiKey, connectTimeout, timeout, resumeWithin);
    }

    public ClientSettings withResumeWithin(Duration limit) {
        return new ClientSettings(url, apiKey, connectTimeout, requestTimeout, limit);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ClientSettings[url=" + url + ", apiKey=****, connectTimeout=" + connectTimeout + ", requestTimeout="
                + requestTimeout + ", resumeWithin=" + resumeWithin + "]";
    }
}
