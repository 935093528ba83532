package org.cofferdam.tests.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RawHttp;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is there without a key. */
@ExtendWith(OneServer.class)
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DocumentsIT {

    @Test
    void healthTellsThatItLivesAndIsReady(RunningServer server) throws Exception {
        for (String path : new String[] {"/health/live", "/health/ready"}) {
            RawHttp.Answer answer = get(server, path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().get("status").asText()).isEqualTo("UP");
        }
    }

    @Test
    void openApiDescribesEveryPathOfTheContract(RunningServer server) throws Exception {
        RawHttp.Answer answer = get(server, "/openapi?format=JSON");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("servers").toString()).contains("/api/v1\"");
        String sandbox = "/sandboxes/{id}";
        assertThat(answer.json().get("paths").fieldNames())
                .toIterable()
                .contains(
                        "/sandboxes",
                        sandbox,
                        sandbox + "/sleep",
                        sandbox + "/wake",
                        sandbox + "/pause",
                        sandbox + "/resume",
                        sandbox + "/ping",
                        sandbox + "/env",
                        sandbox + "/exec",
                        sandbox + "/processes",
                        sandbox + "/processes/{pid}",
                        sandbox + "/processes/{pid}/signal",
                        sandbox + "/processes/{pid}/stdin",
                        sandbox + "/processes/{pid}/wait",
                        sandbox + "/processes/{pid}/logs",
                        sandbox + "/processes/{pid}/events",
                        sandbox + "/sessions",
                        sandbox + "/sessions/{sid}",
                        sandbox + "/files",
                        sandbox + "/files/stat",
                        sandbox + "/files/content",
                        sandbox + "/files/mkdir",
                        sandbox + "/files/move",
                        "/keys");
    }

    private static RawHttp.Answer get(RunningServer server, String path) throws Exception {
        return new RawHttp(server.url()).send("GET", path, Optional.empty(), "", new byte[0]);
    }
}
