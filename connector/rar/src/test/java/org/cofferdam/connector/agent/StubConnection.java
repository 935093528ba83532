package org.cofferdam.connector.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileEventType;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileList;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.FileType;
import org.cofferdam.protocol.file.WatchRequest;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessRequest;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.Frame;
import org.cofferdam.protocol.wire.FrameChannel;
import org.cofferdam.protocol.wire.FrameKind;
import org.cofferdam.protocol.wire.Hello;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Welcome;

/** One connection of the stub agent. */
final class StubConnection implements Runnable {

    private final StubAgent agent;
    private final SocketChannel socket;
    private final FrameChannel frames;
    private int framesLeft;

    StubConnection(StubAgent agent, SocketChannel socket, int framesLeft) {
        this.agent = agent;
        this.socket = socket;
        this.frames = new FrameChannel(socket);
        this.framesLeft = framesLeft;
    }

    @Override
    public void run() {
        try (frames) {
            greet();
            Frame frame;
            while ((frame = frames.read()) != null) {
                answer(frame);
            }
        } catch (IOException e) {
            // cut by either side
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            agent.closed(socket);
        }
    }

    private void greet() throws IOException {
        Frame frame = frames.read();
        if (frame == null) {
            throw new IOException("No hello");
        }
        Hello hello = WireJson.read(frame.payload(), Hello.class);
        if (!hello.token().equals(StubAgent.TOKEN)) {
            fail(new SandboxException(ErrorCode.UNAUTHENTICATED, "wrong token"));
            throw new IOException("Unauthenticated");
        }
        send(FrameKind.HELLO, new Welcome(Hello.VERSION, agent.bootId, "stub", false));
    }

    private void answer(Frame frame) throws IOException, InterruptedException {
        Operation operation = Operation.of(frame.payload()[0]);
        if (operation == null || frame.kind() != FrameKind.REQUEST) {
            throw new IOException("Not a request");
        }
        agent.requests.add(operation);
        if (operation == agent.lose && agent.losses.getAndDecrement() > 0) {
            throw new IOException("Lost");
        }
        byte[] json = Arrays.copyOfRange(frame.payload(), 1, frame.payload().length);
        try {
            perform(operation, json);
        } catch (SandboxException e) {
            fail(e);
        }
    }

    private void perform(Operation operation, byte[] json) throws IOException, InterruptedException {
        switch (operation) {
            case PING -> send(FrameKind.REPLY, new Pong(agent.bootId, 1, "stub"));
            case EXEC -> exec(WireJson.read(json, ProcessSpec.class));
            case PROCESS_ATTACH -> {
                ProcessRequest.Attach attach = WireJson.read(json, ProcessRequest.Attach.class);
                follow(agent.require(attach.id()), attach.after() == null ? -1 : attach.after());
            }
            case PROCESS_KILL -> {
                ProcessRequest.Kill kill = WireJson.read(json, ProcessRequest.Kill.class);
                agent.require(kill.id()).end(ProcessStatus.KILLED);
                send(FrameKind.REPLY, new Done());
            }
            case FILE_READ -> read(WireJson.read(json, FileRequest.Read.class));
            case FILE_WRITE -> write(WireJson.read(json, FileRequest.Write.class));
            case FILE_LIST -> list();
            case FILE_STAT -> send(FrameKind.REPLY, info("stat", 0));
            case FILE_WATCH -> watch(WireJson.read(json, WatchRequest.Follow.class));
            default -> {} // never answered
        }
    }

    /** Events 1 to 100, whose last one ends the watch of "/ends". */
    private void watch(WatchRequest.Follow request) throws IOException {
        long after = request.after() == null ? 0 : request.after();
        send(FrameKind.EVENT, FileEvent.start(after, request.spec().path()));
        for (long number = after + 1; number < 100; number++) {
            send(FrameKind.EVENT, change(number));
        }
        if (request.spec().path().equals("/ends")) {
            send(FrameKind.REPLY, change(100));
        }
    }

    private static FileEvent change(long number) {
        return new FileEvent(number, FileEventType.MODIFY, "/f" + number, null, false, null);
    }

    private void exec(ProcessSpec spec) throws IOException, InterruptedException {
        if (spec.id() == null || spec.command() == null) {
            throw new SandboxException(ErrorCode.MALFORMED_REQUEST, "id and command are missing");
        }
        StubProcess earlier = agent.earlier(spec);
        if (earlier != null) {
            follow(earlier, -1);
            return;
        }
        StubProcess process = agent.start(spec);
        String[] words = spec.command().split(" ", -1);
        switch (words[0]) {
            case "print" -> {
                process.print(Long.parseLong(words[1]), Integer.parseInt(words[2]));
                process.end(ProcessStatus.EXITED);
            }
            case "cat" -> Thread.ofVirtual().start(() -> cat(process));
            default -> {} // hangs
        }
        follow(process, -1);
    }

    private void cat(StubProcess process) {
        try {
            Frame frame;
            while ((frame = frames.read()) != null && frame.kind() == FrameKind.DATA) {
                process.print(OutputStreamName.STDOUT, frame.payload());
            }
            if (frame != null) {
                process.end(ProcessStatus.EXITED);
            }
        } catch (IOException e) {
            // the process goes on waiting for input
        }
    }

    private void follow(StubProcess process, long after) throws IOException, InterruptedException {
        for (int i = 0; ; i++) {
            ProcessEvent event = process.event(i);
            if (event.position() <= after) {
                continue;
            }
            switch (event) {
                case ProcessEvent.Output output -> {
                    ByteBuffer header = ByteBuffer.allocate(9)
                            .put((byte) output.stream().code())
                            .putLong(output.position())
                            .flip();
                    sendRaw(FrameKind.OUTPUT, header, ByteBuffer.wrap(output.bytes()));
                }
                case ProcessEvent.Complete complete -> {
                    send(FrameKind.REPLY, complete);
                    return;
                }
                default -> send(FrameKind.EVENT, event);
            }
        }
    }

    private void read(FileRequest.Read request) throws IOException {
        byte[] bytes = agent.files.get(request.path());
        if (bytes == null) {
            throw new SandboxException(ErrorCode.FILE_NOT_FOUND, request.path() + " does not exist");
        }
        send(FrameKind.EVENT, info(request.path(), bytes.length));
        for (int at = 0; at < bytes.length; at += 64 << 10) {
            sendRaw(FrameKind.DATA, ByteBuffer.wrap(bytes, at, Math.min(64 << 10, bytes.length - at)));
        }
        send(FrameKind.REPLY, new Done());
    }

    private void write(FileRequest.Write request) throws IOException {
        if (request.path().equals("/denied")) {
            fail(new SandboxException(ErrorCode.PERMISSION_DENIED, "not yours"));
            throw new IOException("Reads no further");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Frame frame;
        while ((frame = frames.read()) != null && frame.kind() == FrameKind.DATA) {
            bytes.write(frame.payload());
        }
        if (frame == null) {
            throw new IOException("No end");
        }
        agent.write(request.path(), bytes);
        send(FrameKind.REPLY, info(request.path(), bytes.size()));
    }

    private void list() throws IOException {
        List<FileInfo> part =
                IntStream.range(0, 50).mapToObj(i -> info("f" + i, i)).toList();
        for (int i = 0; i < 20; i++) {
            send(FrameKind.EVENT, new FileList(part));
        }
        send(FrameKind.REPLY, new Done());
    }

    private static FileInfo info(String path, long size) {
        return new FileInfo(path, path, FileType.FILE, size, Instant.EPOCH, "0644", "sandbox", "sandbox", null);
    }

    private void fail(SandboxException e) throws IOException {
        send(FrameKind.ERROR, Problem.of(e));
    }

    private void send(FrameKind kind, Object json) throws IOException {
        sendRaw(kind, ByteBuffer.wrap(WireJson.write(json)));
    }

    /** A connection that is due is cut in the middle of a frame. */
    private void sendRaw(FrameKind kind, ByteBuffer... payload) throws IOException {
        if (framesLeft-- > 0) {
            frames.write(kind, payload);
            return;
        }
        ByteBuffer part = ByteBuffer.allocate(6).putInt(1000).put((byte) 4).put((byte) '{');
        socket.write(part.flip());
        throw new IOException("Cut");
    }
}
