package org.cofferdam.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Ping;
import org.cofferdam.protocol.wire.Welcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WireTest {

    @Test
    void goodTokenIsWelcomed() {
        try (AgentClient client = new AgentClient(TestAgent.openSocket())) {
            Welcome welcome = client.hello(TestAgent.TOKEN);
            assertThat(welcome.version()).isEqualTo(1);
            assertThat(welcome.configured()).isTrue();
            Pong pong = client.call(Operation.PING, new Ping());
            assertThat(pong.bootId()).isEqualTo(welcome.bootId());
        }
    }

    @Test
    void wrongTokenIsRefusedAndClosed() throws IOException {
        try (SocketChannel socket = TestAgent.openSocket();
                AgentClient client = new AgentClient(socket)) {
            assertThatThrownBy(() -> client.hello("wrong"))
                    .isInstanceOfSatisfying(
                            SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED));
            assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void requestBeforeHelloIsNotAnswered() throws IOException {
        try (SocketChannel socket = TestAgent.openSocket();
                AgentClient client = new AgentClient(socket)) {
            client.request(Operation.PING, new Ping());
            assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void hugeHelloIsNotRead() throws IOException {
        try (SocketChannel socket = TestAgent.openSocket()) {
            socket.write(ByteBuffer.allocate(5).putInt(1_000_000).put((byte) 1).flip());
            assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void brokenFrameClosesOnlyItsConnection() throws IOException {
        try (SocketChannel socket = TestAgent.openSocket();
                AgentClient broken = new AgentClient(socket);
                AgentClient other = TestAgent.connect()) {
            broken.hello(TestAgent.TOKEN);
            socket.write(ByteBuffer.wrap(new byte[] {0x7f, 0, 0, 0, 2}));
            assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(other.exec("echo fine").out()).isEqualTo("fine\n");
        }
    }

    @Test
    void unknownOperationAndBadJsonAreErrors() {
        try (AgentClient client = TestAgent.connect()) {
            client.write(FrameKind.REQUEST, new byte[] {99, '{', '}'});
            assertError(client, ErrorCode.MALFORMED_REQUEST);
            client.write(FrameKind.REQUEST, new byte[0]);
            assertError(client, ErrorCode.MALFORMED_REQUEST);
            client.write(FrameKind.REQUEST, new byte[] {10, '{'});
            assertError(client, ErrorCode.MALFORMED_REQUEST);
            assertThat(client.exec("echo still").out()).isEqualTo("still\n");
        }
    }

    private static void assertError(AgentClient client, ErrorCode code) {
        Frame frame = client.frame();
        assertThat(frame.kind()).isEqualTo(FrameKind.ERROR);
        assertThat(client.read(frame, Problem.class).code()).isEqualTo(code);
    }

    @Test
    void dataOfAFailedRequestIsSkipped() {
        try (AgentClient client = TestAgent.connect()) {
            client.write(FrameKind.REQUEST, concat((byte) 43, "{\"path\":\"/proc/nope\"}"));
            client.data(new byte[300_000]);
            client.data("x".getBytes(UTF_8));
            client.endOfData();
            assertError(client, ErrorCode.FILE_NOT_FOUND);
            assertThat(client.exec("echo next").out()).isEqualTo("next\n");
        }
    }

    private static byte[] concat(byte opcode, String json) {
        byte[] text = json.getBytes(UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(opcode).put(text).array();
    }

    @Test
    void socketIsTheOwnersOnly() throws IOException {
        assertThat(Files.getPosixFilePermissions(TestAgent.root().resolve("agent.sock")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void userSeesNothingOfTheAgent() {
        long pid = ProcessHandle.current().pid();
        try (AgentClient client = TestAgent.connect()) {
            assertThat(client.exec("cat /proc/" + pid + "/environ; cat /proc/" + pid + "/mem")
                            .out())
                    .isEmpty();
            assertThat(client.exec("kill -9 " + pid + " 2>&1; ls "
                                    + TestAgent.root().resolve("scratch") + " 2>&1")
                            .out())
                    .contains("not permitted", "Permission denied");
            assertThat(client.exec("for t in /proc/" + pid
                                    + "/task/*; do kill -SEGV ${t##*/} && echo hit; done 2> /dev/null")
                            .out())
                    .isEmpty();
            assertThat(client.exec("env | grep COFFERDAM_ | grep -v COFFERDAM_PROCESS")
                            .out())
                    .isEmpty();
        }
    }

    @Test
    void listensOnTcpToo() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        TestAgent.alsoListen("tcp:127.0.0.1:" + port);
        try (AgentClient client =
                new AgentClient(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))) {
            client.hello(TestAgent.TOKEN);
            assertThat(client.exec("echo tcp").out()).isEqualTo("tcp\n");
        }
    }
}
