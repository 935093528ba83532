package org.cofferdam.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.cofferdam.agent.system.Children;
import org.cofferdam.agent.wire.Token;
import org.cofferdam.protocol.sandbox.AgentSettings;
import org.cofferdam.protocol.wire.Operation;

/** The one agent of this JVM, as there can be only one who reaps. Commands run as uid 1000 in {@link #home()}. */
public final class TestAgent {

    static final String TOKEN = "the token of the tests";

    private static final TestAgent INSTANCE = new TestAgent();

    private final Path root;
    private final Path home;
    private final Agent agent;

    private TestAgent() {
        try {
            root = Files.createTempDirectory("cofferdam-agent");
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            home = Files.createDirectory(root.resolve("home"));
            Files.setAttribute(home, "unix:uid", 1000);
            Files.setAttribute(home, "unix:gid", 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Children.adoptOrphans();
        agent = new Agent(new Token(sha256(TOKEN)), root.resolve("scratch"));
        agent.start("unix:" + socket());
        configure(Map.of());
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A directory of the commands' user. */
    public static Path home() {
        return INSTANCE.home;
    }

    /** A directory of root's. */
    public static Path root() {
        return INSTANCE.root;
    }

    /** Listens elsewhere, too. */
    static void alsoListen(String address) {
        INSTANCE.agent.listen(address);
    }

    private Path socket() {
        return root.resolve("agent.sock");
    }

    /** A connection that has said hello. */
    public static AgentClient connect() {
        AgentClient client = new AgentClient(INSTANCE.open());
        client.hello(TOKEN);
        return client;
    }

    static SocketChannel openSocket() {
        return INSTANCE.open();
    }

    private SocketChannel open() {
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket()));
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure(Map<String, String> env) {
        try (AgentClient client = new AgentClient(open())) {
            client.hello(TOKEN);
            client.call(Operation.CONFIGURE, new AgentSettings(env, "1000", home.toString(), 256 << 20));
        }
    }
}
