package org.cofferdam.web.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.web.json.Json;
import org.junit.jupiter.api.Test;

/** What the members of messages become. */
class RequestsTest {

    private static <R extends Record> R read(ChannelOperation<R> operation, String members) {
        return operation.read(Json.object(members));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void execHasTheMembersOfACommandAndAWindow() {
        ExecOperation.Request request = read(new ExecOperation(), """
                {"processId":"p","command":"true","window":5,"requestId":"r","sentMillisAgo":7}""");
        assertThat(request.window()).isEqualTo(5);
        assertThat(request.command().processId()).isEqualTo(new ProcessId("p"));
        ProcessSpec process = request.command().toProcess();
        assertThat(process.requestId()).isEqualTo("r");
        assertThat(process.sentMillisAgo()).isEqualTo(7);
        assertThat(read(new ExecOperation(), "{\"command\":\"true\"}").window()).isNull();
    }

    @Test
    void startNamesItsProcessByProcessId() {
        ProcessSpec spec = read(new StartOperation(), "{\"processId\":\"p\",\"argv\":[\"true\"],\"stdin\":true}");
        assertThat(spec.id()).isEqualTo(new ProcessId("p"));
        assertThat(spec.stdin()).isTrue();
    }

    @Test
    void badMembersAreRefused() {
        assertFails(ErrorCode.INVALID_VALUE, () -> read(new ExecOperation(), "{\"command\":\"true\",\"window\":0}"));
        assertFails(
                ErrorCode.INVALID_VALUE, () -> read(new ExecOperation(), "{\"command\":\"true\",\"window\":\"x\"}"));
        assertFails(
                ErrorCode.INVALID_VALUE, () -> read(new ExecOperation(), "{\"command\":\"true\",\"sentMillisAgo\":1}"));
        assertFails(ErrorCode.UNKNOWN_FIELD, () -> read(new ExecOperation(), "{\"command\":\"true\",\"windw\":1}"));
        assertFails(ErrorCode.UNKNOWN_FIELD, () -> read(new StartOperation(), "{\"command\":\"true\",\"window\":1}"));
        assertFails(ErrorCode.INVALID_VALUE, () -> read(new StdinOperation(), "{\"data\":\"x\"}"));
        assertFails(ErrorCode.INVALID_VALUE, () -> read(new StdinOperation(), """
                {"processId":"p","data":"x","dataBase64":"eA=="}"""));
        assertFails(ErrorCode.INVALID_VALUE, () -> read(new AttachOperation(), "{}"));
        assertFails(ErrorCode.INVALID_VALUE, () -> read(new SignalOperation(), "{\"processId\":\"p\"}"));
        assertFails(ErrorCode.INVALID_VALUE, () -> read(new KillOperation(), "{\"signal\":\"TERM\"}"));
    }

    @Test
    void inputIsTextOrBase64() {
        assertThat(read(new StdinOperation(), "{\"processId\":\"p\",\"data\":\"ü\"}")
                        .bytes())
                .isEqualTo("ü".getBytes(StandardCharsets.UTF_8));
        assertThat(read(new StdinOperation(), "{\"processId\":\"p\",\"dataBase64\":\"/wA=\"}")
                        .bytes())
                .containsExactly(0xff, 0);
        StdinOperation.Request empty = read(new StdinOperation(), "{\"processId\":\"p\",\"offset\":9,\"close\":true}");
        assertThat(empty.bytes()).isEmpty();
        assertThat(Objects.requireNonNull(empty.offset())).isEqualTo(9);
        assertFails(
                ErrorCode.INVALID_VALUE, () -> read(new StdinOperation(), """
                        {"processId":"p","dataBase64":"?"}""").bytes());
    }
}
