package org.cofferdam.agent.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileList;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.FileType;
import org.cofferdam.protocol.process.Killed;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessList;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.WaitResult;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.sandbox.AgentSettings;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionList;
import org.cofferdam.protocol.session.SessionRequest;
import org.cofferdam.protocol.session.SessionSpec;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Hello;
import org.cofferdam.protocol.wire.Ping;
import org.cofferdam.protocol.wire.Welcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server uses Jackson's data binding, so what that makes of the records is the standard. */
class JsonTest {

    private static final JsonMapper JACKSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final ProcessId ID = new ProcessId("p1");
    private static final SessionId SESSION = new SessionId("s1");

    private static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("A", "tab\t, \"quote\", ü, \ud83d\ude00");
        variables.put("UNSET", null);
        return variables;
    }

    static Stream<Object> requests() {
        return Stream.of(
                new Ping(),
                new Hello(1, "token"),
                new AgentSettings(variables(), "sandbox", "/workspace", 1L << 40),
                new ProcessSpec(ID, "echo 'ü'", null, SESSION, "/tmp", variables(), null, true, 5L, 6L),
                new ProcessSpec(null, null, List.of("a", ""), null, null, null, "me", false, null, null),
                new ProcessRequest.Attach(ID, 7L, true),
                new ProcessRequest.Attach(ID, null, false),
                new ProcessRequest.Get(ID),
                new ProcessRequest.ListAll(),
                new ProcessRequest.Kill(ID, Signal.TERM, 5000),
                new ProcessRequest.KillAll(Signal.KILL, 0),
                new ProcessRequest.SendSignal(ID, Signal.USR1),
                new ProcessRequest.Stdin(ID, 3L, true),
                new ProcessRequest.Wait(ID, new WaitSpec(true, null, null, null)),
                new ProcessRequest.Wait(ID, new WaitSpec(null, new WaitSpec.Log("x", true), null, 9L)),
                new ProcessRequest.Wait(ID, new WaitSpec(null, null, new WaitSpec.Port(80, "http", "/p", 204), null)),
                new SessionRequest.Create(new SessionSpec(SESSION, "/", variables(), "me")),
                new SessionRequest.Create(new SessionSpec(null, null, null, null)),
                new SessionRequest.Get(SESSION),
                new FileRequest.List("/", true, false, "*.py"),
                new FileRequest.Read("/a", 3, 4L),
                new FileRequest.Write("/a", "0644"),
                new FileRequest.Move("/a", "/b", true));
    }

    static Stream<Object> replies() {
        FileInfo file = new FileInfo("a", "/a", FileType.SYMLINK, 1L << 33, TIME, "0777", "me", "us", "b");
        ProcessInfo process =
                new ProcessInfo(ID, "c", null, SESSION, 12L, ProcessStatus.TIMED_OUT, null, "KILL", TIME, TIME, 99);
        SessionInfo session = new SessionInfo(SESSION, "/tmp", 12, true, TIME);
        return Stream.of(
                new Done(),
                new Pong("boot", 12, "1.0"),
                new Welcome(1, "boot", "1.0", false),
                new Problem(404, "title", "detail", ErrorCode.FILE_NOT_FOUND, "hint"),
                new Problem(404, "title", "detail", ErrorCode.FILE_NOT_FOUND, null),
                new ProcessEvent.Start(ID, 12L, null, TIME),
                new ProcessEvent.Truncated(1, 2),
                new ProcessEvent.Complete(9, ProcessStatus.EXITED, 0, null, false, true, TIME, 12),
                process,
                new ProcessList(List.of(process, process)),
                new Killed(3),
                new WaitResult(process, "line", null),
                session,
                new SessionList(List.of(session)),
                file,
                new FileList(List.of(file)));
    }

    @ParameterizedTest
    @MethodSource({"requests", "replies"})
    void writesWhatJacksonWrites(Object value) throws IOException {
        assertThat(JACKSON.readTree(Json.write(value))).isEqualTo(JACKSON.readTree(JACKSON.writeValueAsBytes(value)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void readsWhatJacksonWrites(Object value) throws IOException {
        byte[] json = JACKSON.writeValueAsBytes(value);
        byte[] padded = Arrays.copyOf(new byte[] {1}, json.length + 1);
        System.arraycopy(json, 0, padded, 1, json.length);
        assertThat((Object) Json.read(padded, 1, value.getClass())).isEqualTo(value);
    }

    @Test
    void namesOfConstantsAreJacksons() throws IOException {
        for (Class<? extends Enum<?>> type :
                List.of(ProcessStatus.class, Signal.class, FileType.class, ErrorCode.class, OutputStreamName.class)) {
            for (Enum<?> constant : type.getEnumConstants()) {
                assertThat(EnumNames.of(constant)).isEqualTo(JACKSON.convertValue(constant, String.class));
                assertThat(EnumNames.find(type, EnumNames.of(constant))).isEqualTo(constant);
            }
        }
    }

    @Test
    void whatARecordRefusesIsTheAnswer() {
        assertFails(ErrorCode.INVALID_VALUE, "{\"id\":\"p\",\"after\":-1}", ProcessRequest.Attach.class);
        assertFails(ErrorCode.INVALID_PATH, "{}", FileRequest.Stat.class);
        assertFails(ErrorCode.MALFORMED_REQUEST, "{\"path\":1}", FileRequest.Stat.class);
        assertFails(ErrorCode.MALFORMED_REQUEST, "[]", FileRequest.Stat.class);
        assertFails(ErrorCode.MALFORMED_REQUEST, "{\"path\":\"/", FileRequest.Stat.class);
        assertFails(ErrorCode.MALFORMED_REQUEST, "", FileRequest.Stat.class);
        assertThat(Json.read("{\"path\":\"/\",\"new\":{\"a\":[1]}}".getBytes(UTF_8), 0, FileRequest.Stat.class))
                .isEqualTo(new FileRequest.Stat("/"));
    }

    private static void assertFails(ErrorCode code, String json, Class<?> type) {
        assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), 0, type))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
