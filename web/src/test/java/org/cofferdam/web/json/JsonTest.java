package org.cofferdam.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"comand":"ls"}                     | unknown-field       | Unknown field: comand
            {"command":5}                       | invalid-value       | command is not a string
            {"command":true}                    | invalid-value       | command is not a string
            {"command":["ls"]}                  | invalid-value       | command is not a string
            {"argv":"ls"}                       | invalid-value       | argv is not an array
            {"argv":["a",{}]}                   | invalid-value       | argv[1] is not a string
            {"command":"a","timeoutMillis":"5"} | invalid-value       | timeoutMillis is not a whole number in range
            {"command":"a","timeoutMillis":1.5} | invalid-value       | timeoutMillis is not a whole number in range
            {"command":"a","timeoutMillis":99999999999999999999} | invalid-value | timeoutMillis is not a whole number in range
            {"command":"a","timeoutMillis":-1}  | invalid-value       | timeoutMillis is at least 1
            {"command":"a","env":{"A":1}}       | invalid-value       | env.A is not a string
            {"command":"a","env":{"1":"x"}}     | invalid-environment | Not a variable's name: 1
            {"command":"a","env":[]}            | invalid-value       | env is not an object
            {"command":"a","encoding":"utf8"}   | invalid-value       | encoding is not one of utf-8, base64
            {"command":"a","encoding":0}        | invalid-value       | encoding is not one of utf-8, base64
            {"command":"a","session":"../x"}    | invalid-value       | A session id has 1 to 64 characters of A-Z a-z 0-9 . _ -
            {"command":"a","session":7}         | invalid-value       | session is not a string
            {"command":"a","command":"b"}       | malformed-request   | Not JSON at line 1, column 25: Duplicate field 'command'
            {}                                  | invalid-value       | Give either command or argv
            {"command":"a"} x                   | malformed-request   | Not JSON at line 1, column 18: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            {"command":                         | malformed-request   | Not JSON at line 1, column 12: Unexpected end-of-input within/between Object entries
            []                                  | invalid-value       | The body is not an object
            "x"                                 | invalid-value       | The body is not an object
            null                                | invalid-value       | The body is not an object
            hello                               | malformed-request   | Not JSON at line 1, column 6: Unrecognized token 'hello': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
            """)
    void aBadExecRequestSaysWhatIsWrong(String json, String code, String detail) {
        refused(ExecRequest.class, json, code, detail);
    }

    @Test
    void nestedMembersAreNamedByTheirPath() {
        refused(SandboxSpec.class, "{\"resources\":{\"cpus\":1}}", "unknown-field", "Unknown field: resources.cpus");
        refused(
                SandboxSpec.class,
                "{\"resources\":{\"memoryBytes\":\"1g\"}}",
                "invalid-value",
                "resources.memoryBytes is not a whole number in range");
        refused(SandboxSpec.class, "{\"resources\":\"\"}", "invalid-value", "resources is not an object");
        refused(SandboxSpec.class, "{\"network\":\"inside\"}", "invalid-value", "network is not one of outside, none");
        refused(WaitSpec.class, "{\"log\":{\"pattern\":1}}", "invalid-value", "log.pattern is not a string");
    }

    @Test
    void rulesOfTheRecordsKeepTheirOwnCode() {
        refused(
                SandboxSpec.class,
                "{\"id\":\"Not An Id\"}",
                "invalid-sandbox-id",
                "A sandbox id has 1 to 63 characters of a-z, 0-9 and single inner hyphens");
        refused(FileRequest.Mkdir.class, "{}", "invalid-path", "path is missing");
        refused(FileRequest.Mkdir.class, "{\"path\":\"a\\u0000\"}", "invalid-path", "path has a NUL");
    }

    @Test
    void aMissingMemberIsNoDefectOfOurs() {
        assertThat(failure(NewKey.class, "{}").code().wireName()).isEqualTo("invalid-value");
        assertThat(failure(NewKey.class, "{\"name\":\"a\"}").code().wireName()).isEqualTo("invalid-value");
        assertThat(failure(FileRequest.Move.class, "{\"from\":\"a\"}").code().wireName())
                .isEqualTo("invalid-path");
    }

    @Test
    void aHintNamesTheKnownFields() {
        assertThat(failure(NewKey.class, "{\"nmae\":\"a\"}").hint()).isEqualTo("Known here: name, roles");
    }

    @Test
    void noBytesAreNoValue() throws IOException {
        assertThat(read(ExecRequest.class, "")).isNull();
    }

    @Test
    void noMessageShowsAClass() {
        for (String json :
                new String[] {"{\"env\":3}", "{\"argv\":{}}", "[[", "{\"command\":{\"a\":[1,2", "{\"a", "\u0000"}) {
            assertThat(failure(ExecRequest.class, json).detail()).doesNotContain("org.", "java", "Source", "`");
        }
    }

    private static void refused(Type type, String json, String code, String detail) {
        SandboxException failure = failure(type, json);
        assertThat(failure.detail()).isEqualTo(detail);
        assertThat(failure.code().wireName()).isEqualTo(code);
    }

    private static SandboxException failure(Type type, String json) {
        ThrowableAssert.ThrowingCallable reading = () -> read(type, json);
        return catchThrowableOfType(SandboxException.class, reading);
    }

    private static @Nullable Object read(Type type, String json) throws IOException {
        return Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), type);
    }
}
