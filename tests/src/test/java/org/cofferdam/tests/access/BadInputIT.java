package org.cofferdam.tests.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxQuery;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RawHttp;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status and code of what is wrong; and nothing is started by it. */
@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BadInputIT {

    private static RawHttp http;
    private static String key;
    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer shared, Cofferdam cofferdam) {
        http = new RawHttp(shared.url() + "/api/v1");
        key = shared.apiKey();
        sandbox = shared.newSandbox(cofferdam, "bad");
        sandbox.exec("mkdir -p dir/inner; echo file >file");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        # method | path below the sandbox              | body                                          | status | code
        POST   | /exec                                 | {"command":"true","comand":"x"}               | 400 | unknown-field
        POST   | /exec                                 | {"command":7}                                 | 400 | invalid-value
        POST   | /exec                                 | {"command":["a"]}                             | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","timeoutMillis":"soon"}     | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","timeoutMillis":-1}         | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","timeoutMillis":0}          | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","maxOutputBytes":-5}        | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","encoding":"latin1"}        | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","argv":["true"]}            | 400 | invalid-value
        POST   | /exec                                 | {}                                            | 400 | invalid-value
        POST   | /exec                                 | {"argv":[]}                                   | 400 | invalid-value
        POST   | /exec                                 | {"argv":["a\\u0000b"]}                        | 400 | invalid-value
        POST   | /exec                                 | {"command":                                   | 400 | malformed-request
        POST   | /exec                                 | ``                                            | 400 | malformed-request
        POST   | /exec                                 | []                                            | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","env":{"A B":"1"}}          | 400 | invalid-environment
        POST   | /exec                                 | {"command":"true","env":{"COFFERDAM_X":"1"}}  | 400 | invalid-environment
        POST   | /exec                                 | {"command":"true","processId":"../x"}         | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","session":"a/b"}            | 400 | invalid-value
        POST   | /exec                                 | {"command":"true","user":"nobody-knows-him"}  | 422 | user-unknown
        POST   | /exec                                 | {"command":"true","user":"root"}              | 422 | user-not-allowed
        POST   | /exec                                 | {"command":"true","cwd":"/no/such/place"}     | 422 | cwd-not-found
        POST   | /exec                                 | {"command":"true","cwd":"a\\u0000"}           | 400 | invalid-path
        GET    | /exec                                 | ``                                            | 405 | method-not-allowed
        POST   | /nonsense                             | {}                                            | 404 | not-found
        GET    | /processes/none                       | ``                                            | 404 | process-not-found
        GET    | /processes/none/events                | ``                                            | 404 | process-not-found
        GET    | /processes/none/logs                  | ``                                            | 404 | process-not-found
        DELETE | /processes/none                       | ``                                            | 404 | process-not-found
        POST   | /processes/none/signal                | {"signal":"NONSENSE"}                         | 400 | invalid-value
        POST   | /processes/none/signal                | {"signal":"TERM"}                             | 404 | process-not-found
        POST   | /processes/none/wait                  | {"exit":true}                                 | 404 | process-not-found
        POST   | /processes/none/wait                  | {}                                            | 400 | invalid-value
        POST   | /processes/none/wait                  | {"log":{"pattern":"(","regex":true}}          | 400 | invalid-value
        DELETE | /processes/none?graceMillis=-1        | ``                                            | 400 | invalid-value
        GET    | /sessions/none                        | ``                                            | 404 | session-not-found
        DELETE | /sessions/none                        | ``                                            | 404 | session-not-found
        POST   | /sessions                             | {"id":"x","cwd":"/no/such/place"}             | 422 | cwd-not-found
        GET    | /files/content?path=missing           | ``                                            | 404 | file-not-found
        GET    | /files/content?path=dir               | ``                                            | 422 | is-directory
        GET    | /files/content?path=file/below        | ``                                            | 422 | not-directory
        GET    | /files/content?path=a%00b             | ``                                            | 400 | invalid-path
        GET    | /files/content                        | ``                                            | 400 | invalid-path
        GET    | /files/content?path=/etc/shadow       | ``                                            | 422 | permission-denied
        PUT    | /files/content?path=a%00b             | content                                       | 400 | invalid-path
        PUT    | /files/content?path=dir               | content                                       | 422 | is-directory
        PUT    | /files/content?path=x&mode=9z         | content                                       | 400 | invalid-value
        PUT    | /files/content?path=/etc/new          | content                                       | 422 | permission-denied
        GET    | /files/stat?path=missing              | ``                                            | 404 | file-not-found
        GET    | /files?path=missing                   | ``                                            | 404 | file-not-found
        GET    | /files?path=file                      | ``                                            | 422 | not-directory
        DELETE | /files?path=missing                   | ``                                            | 404 | file-not-found
        DELETE | /files?path=dir                       | ``                                            | 409 | directory-not-empty
        POST   | /files/mkdir                          | {"path":"file"}                               | 409 | file-exists
        POST   | /files/mkdir                          | {"path":"a\\u0000"}                           | 400 | invalid-path
        POST   | /files/move                           | {"from":"missing","to":"x"}                   | 404 | file-not-found
        POST   | /files/move                           | {"from":"file","to":"dir"}                    | 409 | file-exists
        PUT    | /env                                  | {"1A":"x"}                                    | 400 | invalid-environment
        PUT    | /env                                  | {"A":{}}                                      | 400 | invalid-value
        PATCH  | ``                                    | {"sleepAfter":"soon"}                         | 400 | invalid-value
        PATCH  | ``                                    | {"state":"RUNNING"}                           | 400 | unknown-field
        """)
    void requestIsRefused(String method, String path, String body, int status, String code) throws Exception {
        String type = path.startsWith("/files/content") ? "application/octet-stream" : "application/json";
        assertRefused(send(method, "/sandboxes/" + sandbox.id() + path, type, body), status, code);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        PUT    | /sandboxes/Bad_Id               | {}                                             | 400 | invalid-sandbox-id
        PUT    | /sandboxes/a--b                 | {}                                             | 400 | invalid-sandbox-id
        POST   | /sandboxes                      | {"id":"-x"}                                    | 400 | invalid-sandbox-id
        POST   | /sandboxes                      | {"sleepAfter":"10"}                            | 400 | invalid-value
        POST   | /sandboxes                      | {"resources":{"memoryBytes":1}}                | 400 | invalid-value
        POST   | /sandboxes                      | {"resources":{"memory":1}}                     | 400 | unknown-field
        POST   | /sandboxes                      | {"network":"everything"}                       | 400 | invalid-value
        POST   | /sandboxes                      | {"labels":{"a:b":"c"}}                         | 400 | invalid-value
        POST   | /sandboxes                      | {"env":{"":"c"}}                               | 400 | invalid-environment
        POST   | /sandboxes                      | {"image":"localhost/no/such/image:ever"}       | 422 | image-not-found
        GET    | /sandboxes/no-such-sandbox      | ``                                             | 404 | sandbox-not-found
        GET    | /sandboxes/no-such-sandbox/ping | ``                                             | 404 | sandbox-not-found
        POST   | /sandboxes/no-such-sandbox/exec | {"command":"true"}                             | 404 | sandbox-not-found
        POST   | /sandboxes/no-such-sandbox/wake | ``                                             | 404 | sandbox-not-found
        GET    | /sandboxes?limit=0              | ``                                             | 400 | invalid-value
        GET    | /sandboxes?limit=many           | ``                                             | 400 | invalid-value
        GET    | /sandboxes?state=HAPPY          | ``                                             | 400 | invalid-value
        GET    | /sandboxes?cursor=*             | ``                                             | 400 | invalid-value
        GET    | /nothing                        | ``                                             | 404 | not-found
        """)
    void requestForNoSandboxIsRefused(String method, String path, String body, int status, String code)
            throws Exception {
        assertRefused(send(method, path, "application/json", body), status, code);
    }

    @Test
    void otherMediaTypeIsRefused() throws Exception {
        String path = "/sandboxes/" + sandbox.id() + "/exec";
        assertRefused(send("POST", path, "text/plain", "true"), 415, "unsupported-media-type");
    }

    @Test
    void hugeJsonBodyIsRefused() throws Exception {
        String body = "{\"command\":\"" + "x".repeat(64 << 20) + "\"}";
        String path = "/sandboxes/" + sandbox.id() + "/exec";
        assertRefused(send("POST", path, "application/json", body), 413, "too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer wrong", "Bearer ", "Basic YTpi", "Bearer cfd_0000000000000000000000000000"})
    void withoutAValidKeyThereIsNoService(String authorization) throws Exception {
        Optional<String> header = Optional.of(authorization).filter(value -> !value.isEmpty());
        for (String path : new String[] {"/sandboxes", "/sandboxes/" + sandbox.id(), "/keys", "/nothing"}) {
            assertRefused(http.send("GET", path, header, "", new byte[0]), 401, "unauthenticated");
        }
        byte[] command = "{\"command\":\"touch /workspace/intruder\"}".getBytes(UTF_8);
        String path = "/sandboxes/" + sandbox.id() + "/exec";
        assertRefused(http.send("POST", path, header, "application/json", command), 401, "unauthenticated");
        assertThat(sandbox.files().exists("intruder")).isFalse();
    }

    @Test
    void nothingIsLeftOfRefusedRequests(RunningServer shared, Cofferdam cofferdam) {
        assertThat(cofferdam.list(SandboxQuery.ALL))
                .noneMatch(info -> info.image().contains("no/such/image"));
        assertThat(Engine.atHand().containers(shared.instance()))
                .allMatch(container -> cofferdam.find(container.sandbox()).isPresent());
        assertThat(IntStream.range(0, 20)
                        .mapToObj(i -> sandbox.exec("echo " + i).exitCode()))
                .containsOnly(0);
    }

    private static RawHttp.Answer send(String method, String path, String type, String body) throws Exception {
        String contentType = body.isEmpty() ? "" : type;
        return http.send(method, path, Optional.of("Bearer " + key), contentType, body.getBytes(UTF_8));
    }

    private static void assertRefused(RawHttp.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.code()).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.json().get("title").asText()).isNotBlank();
        assertThat(answer.json().get("detail").asText()).isNotBlank();
        assertThat(answer.body()).doesNotContain("Exception", "org.cofferdam", "\tat ");
    }
}
