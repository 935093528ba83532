package org.cofferdam.tests.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/**
 * A program that serves git repositories, by HTTP with git's own http-backend and by SSH with git's own commands: what is below {@code
 * private/} to those who may, {@code hang/} to nobody and without an answer. What somebody shows at the second port, which is a stranger's,
 * is written to the file {@code stranger}.
 *
 * <p>Arguments: directory, address, HTTP port, stranger's port, SSH port. The directory has {@code users}, lines of {@code user:password},
 * and {@code authorized}, a line of authorized_keys. When all is there the SSH server's public key stands in {@code host-key}.
 */
public final class GitServer {

    private final Path directory;
    private final List<String> users;

    private GitServer(Path directory) throws IOException {
        this.directory = directory;
        this.users = Files.readAllLines(directory.resolve("users"));
    }

    public static void main(String[] arguments) throws Exception {
        GitServer server = new GitServer(Path.of(arguments[0]));
        server.listen(arguments[1], Integer.parseInt(arguments[2]), server::serve);
        server.listen(arguments[1], Integer.parseInt(arguments[3]), server::spy);
        server.listenToSsh(arguments[1], Integer.parseInt(arguments[4]));
        new CountDownLatch(1).await();
    }

    private void listen(String address, int port, com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(address, port), 0);
        http.setExecutor(Executors.newCachedThreadPool());
        http.createContext("/", handler);
        http.start();
    }

    private void listenToSsh(String address, int port) throws Exception {
        SshServer ssh = SshServer.setUpDefaultServer();
        ssh.setHost(address);
        ssh.setPort(port);
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
        keys.setAlgorithm("EC");
        ssh.setKeyPairProvider(keys);
        String authorized = Files.readString(directory.resolve("authorized")).strip();
        String allowed = authorized.split(" ", -1)[1];
        ssh.setPublickeyAuthenticator((user, key, session) ->
                PublicKeyEntry.toString(key).split(" ", -1)[1].equals(allowed));
        String root = directory.resolve("repositories").toString();
        ssh.setCommandFactory((channel, command) ->
                ProcessShellCommandFactory.INSTANCE.createCommand(channel, command.replace("'/", "'" + root + "/")));
        ssh.start();
        String hostKey =
                PublicKeyEntry.toString(keys.loadKeys(null).iterator().next().getPublic());
        Path part = directory.resolve("host-key.part");
        Files.writeString(part, hostKey);
        Files.move(part, directory.resolve("host-key"));
    }

    private void spy(HttpExchange exchange) throws IOException {
        String shown =
                exchange.getRequestURI() + " " + exchange.getRequestHeaders().get("Authorization") + "\n";
        Files.writeString(
                directory.resolve("stranger"),
                shown,
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"stranger\"");
        exchange.sendResponseHeaders(401, -1);
        exchange.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/hang/")) {
            return;
        }
        if (path.startsWith("/moved/")) {
            String query = exchange.getRequestURI().getRawQuery();
            int stranger = exchange.getLocalAddress().getPort() + 1;
            String to = "http://" + exchange.getLocalAddress().getAddress().getHostAddress() + ":" + stranger + path;
            exchange.getResponseHeaders().set("Location", to + "?" + query);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        if (path.startsWith("/private/") && !isAllowed(exchange)) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        try (exchange) {
            backend(exchange, path);
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null || !header.startsWith("Basic ")) {
            return false;
        }
        byte[] given = Base64.getDecoder().decode(header.substring("Basic ".length()));
        return users.contains(new String(given, StandardCharsets.UTF_8));
    }

    private void backend(HttpExchange exchange, String path) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("GIT_PROJECT_ROOT", directory.resolve("repositories").toString());
        variables.put("GIT_HTTP_EXPORT_ALL", "1");
        variables.put("PATH_INFO", path);
        variables.put("REQUEST_METHOD", exchange.getRequestMethod());
        variables.put("REMOTE_USER", "somebody");
        put(variables, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
        put(variables, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
        put(variables, "HTTP_CONTENT_ENCODING", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        put(variables, "HTTP_GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
        byte[] body = exchange.getRequestBody().readAllBytes();
        variables.put("CONTENT_LENGTH", Integer.toString(body.length));
        ProcessBuilder builder =
                new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(variables);
        Process process = builder.start();
        Thread writer = Thread.ofVirtual().start(() -> feed(process, body));
        try (InputStream answer = new BufferedInputStream(process.getInputStream())) {
            int status = 200;
            for (String line = line(answer); !line.isEmpty(); line = line(answer)) {
                String[] header = line.split(": ", 2);
                if (header[0].equals("Status")) {
                    status = Integer.parseInt(header[1].split(" ", -1)[0]);
                } else {
                    exchange.getResponseHeaders().add(header[0], header[1]);
                }
            }
            exchange.sendResponseHeaders(status, 0);
            answer.transferTo(exchange.getResponseBody());
        }
        writer.interrupt();
    }

    private static void feed(Process process, byte[] body) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(body);
        } catch (IOException endedEarly) {
            process.destroy();
        }
    }

    private static void put(Map<String, String> variables, String name, String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
