import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.cofferdam.agent.json.Json;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.WatchId;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.protocol.port.PortRequest;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.sandbox.AgentSettings;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.protocol.session.SessionRequest;
import org.cofferdam.protocol.session.SessionSpec;
import org.cofferdam.protocol.terminal.TerminalRequest;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameChannel;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Hello;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Ping;

/**
 * Plays the server while the agent's ahead-of-time cache is made, so that all that a sandbox does first is in it. Which answers come does
 * not matter: who builds without being root gets errors for commands, and a cache that is a little smaller.
 */
final class Training {

    private final FrameChannel frames;

    private Training(FrameChannel frames) {
        this.frames = frames;
    }

    public static void main(String[] arguments) throws Exception {
        SocketChannel socket = connect(arguments[0]);
        Training server = new Training(new FrameChannel(socket));
        server.frames.write(FrameKind.HELLO, Json.write(new Hello(Hello.VERSION, arguments[1])));
        server.frames.read();
        server.train(arguments[2]);
        server.trainSessions();
        server.trainTerminals();
        server.call(Operation.PORT_LISTENING, new PortRequest.Listening());
        server.call(Operation.PORT_CONNECT, new PortRequest.Connect(1));
        server.trainFiles(arguments[2] + "/home");
        socket.close();
    }

    private static SocketChannel connect(String path) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                socket.connect(UnixDomainSocketAddress.of(path));
                return socket;
            } catch (IOException notYet) {
                socket.close();
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                Thread.sleep(20);
            }
        }
    }

    private void train(String directory) throws IOException {
        call(Operation.PING, new Ping());
        call(Operation.CONFIGURE, new AgentSettings(Map.of("A", "b"), "1000", directory + "/home", 1 << 28));
        for (int i = 0; i < 20; i++) {
            call(Operation.EXEC, new ProcessSpec(null, "echo hi", null, null, null, Map.of("B", "c"), null, false, 60_000L, null));
        }
        call(Operation.EXEC, new ProcessSpec(null, null, List.of("ls"), null, "/", null, null, false, null, 1000L));
        call(Operation.EXEC, new ProcessSpec(null, "seq 1 100000; echo >&2", null, null, null, null, null, false, null, null));
        call(Operation.EXEC, new ProcessSpec(null, "sleep 100 & sleep 100", null, null, null, null, null, false, 50L, null));
        ProcessId id = new ProcessId("p");
        call(Operation.PROCESS_START, new ProcessSpec(id, "sleep 100", null, null, null, null, null, true, null, null));
        call(Operation.PROCESS_GET, new ProcessRequest.Get(id));
        call(Operation.PROCESS_LIST, new ProcessRequest.ListAll());
        data(Operation.PROCESS_STDIN, new ProcessRequest.Stdin(id, 0L, true));
        call(Operation.PROCESS_KILL, new ProcessRequest.Kill(id, Signal.TERM, 100));
        call(Operation.PROCESS_ATTACH, new ProcessRequest.Attach(id, null, false));
    }

    private void trainSessions() throws IOException {
        call(Operation.SESSION_CREATE, new SessionRequest.Create(new SessionSpec(new SessionId("s"), null, null, null)));
        for (String command : List.of("echo hi", "exit 1", "sleep 1 & echo again", "sleep 100")) {
            call(Operation.EXEC, new ProcessSpec(null, command, null, new SessionId("s"), "/", Map.of("B", "c"), null, false, 100L, null));
        }
        call(Operation.SESSION_LIST, new SessionRequest.ListAll());
        call(Operation.SESSION_DELETE, new SessionRequest.Delete(new SessionId("s")));
        ProcessId id = new ProcessId("waited");
        call(Operation.PROCESS_START, new ProcessSpec(id, "echo line", null, null, null, null, null, false, null, null));
        call(Operation.PROCESS_WAIT, new ProcessRequest.Wait(id, new WaitSpec(null, new WaitSpec.Log("li.e", true), null, null)));
        call(Operation.PROCESS_WAIT, new ProcessRequest.Wait(id, new WaitSpec(true, null, null, 1000L)));
        call(Operation.PROCESS_WAIT, new ProcessRequest.Wait(id, new WaitSpec(null, null, new WaitSpec.Port(1, "http", null, null), 20L)));
    }

    private void trainTerminals() throws IOException {
        ProcessId id = new ProcessId("terminal");
        call(Operation.TERMINAL_OPEN, new TerminalRequest.Open(new TerminalSpec(id, "seq 1 10000; read", null, null, null, null, null, null, null)));
        send(Operation.TERMINAL_ATTACH, new TerminalRequest.Attach(id, null, TerminalSize.DEFAULT, false));
        frames.write(FrameKind.EVENT, Json.write(new TerminalSize(100, 30)));
        frames.write(FrameKind.DATA, new byte[] {'\n'});
        frames.write(FrameKind.END, new byte[0]);
        awaitEnd();
        call(Operation.TERMINAL_LIST, new TerminalRequest.ListAll());
    }

    private void trainFiles(String directory) throws IOException {
        String file = directory + "/scratch.txt";
        data(Operation.FILE_WRITE, new FileRequest.Write(file, "644"));
        call(Operation.FILE_READ, new FileRequest.Read(file, 0, null));
        call(Operation.FILE_STAT, new FileRequest.Stat(file));
        call(Operation.FILE_MKDIR, new FileRequest.Mkdir(directory + "/made", null));
        call(Operation.FILE_LIST, new FileRequest.List(directory, true, true, "*"));
        call(Operation.FILE_COPY, new FileRequest.Copy(file, directory + "/made/copy", true, null));
        call(Operation.FILE_PACK, new FileRequest.Pack(directory + "/made", List.of("*.o"), true, true, null));
        data(Operation.FILE_UNPACK, new FileRequest.Unpack(directory + "/made", false, null, null, null));
        call(Operation.FILE_SEARCH, new SearchRequest.Find(directory, "*", List.of("*.o"), true, true, "a.c", true, true, null, null));
        call(Operation.FILE_SEARCH, SearchRequest.Find.of(directory, "abc"));
        call(Operation.FILE_REPLACE, SearchRequest.Replace.of(directory, "abc", "abd"));
        WatchRequest.Changes changes = new WatchRequest.Changes(WatchSpec.of(directory), new WatchId("1"), null);
        call(Operation.FILE_CHANGES, changes);
        data(Operation.FILE_WRITE, new FileRequest.Write(directory + "/watched", null));
        call(Operation.FILE_CHANGES, new WatchRequest.Changes(WatchSpec.of(directory), new WatchId("1"), 0L));
        call(Operation.FILE_MOVE, new FileRequest.Move(file, file + "2", true));
        call(Operation.FILE_DELETE, new FileRequest.Delete(file + "2", true));
        call(Operation.FILE_STAT, new FileRequest.Stat(file));
    }

    private void data(Operation operation, Object request) throws IOException {
        send(operation, request);
        frames.write(FrameKind.DATA, "abc\n".repeat(250).getBytes(StandardCharsets.US_ASCII));
        frames.write(FrameKind.END, new byte[0]);
        awaitEnd();
    }

    private void call(Operation operation, Object request) throws IOException {
        send(operation, request);
        awaitEnd();
    }

    private void send(Operation operation, Object request) throws IOException {
        frames.write(
                FrameKind.REQUEST,
                ByteBuffer.wrap(new byte[] {(byte) operation.opcode()}),
                ByteBuffer.wrap(Json.write(request)));
    }

    private void awaitEnd() throws IOException {
        Frame frame;
        do {
            frame = frames.read();
            if (frame == null) {
                throw new IOException("The agent closed the connection");
            }
        } while (frame.kind() != FrameKind.REPLY && frame.kind() != FrameKind.ERROR);
    }
}
