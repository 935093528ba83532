package org.cofferdam.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.cofferdam.protocol.error.Problem;

/** How a WebSocket begins (RFC 6455, 4.1): a connection, a request, and an answer that is the server's own. */
record WebSocketHandshake(InputStream in, OutputStream out) {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int LARGEST_HEAD = 16 << 10;
    private static final int LARGEST_PROBLEM = 64 << 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Socket connect(URI url, ClientSettings settings) throws IOException {
        boolean tls = url.getScheme().equals("https");
        int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
        Socket socket = new Socket();
        boolean connected = false;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(url.getHost(), port), (int)
                    settings.connectTimeout().toMillis());
            socket.setSoTimeout((int) settings.requestTimeout().toMillis());
            Socket made = tls ? secure(socket, url.getHost(), port) : socket;
            connected = true;
            return made;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private static Socket secure(Socket socket, String host, int port) throws IOException {
        SSLSocket secured =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(socket, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** @throws org.cofferdam.protocol.error.SandboxException what the server answers instead */
    void shakeHands(URI url, String apiKey) throws IOException {
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        String request = "GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getRawAuthority()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key
                + "\r\nAuthorization: Bearer " + apiKey + "\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        String[] status = line().split(" ", 3);
        Map<String, String> headers = headers();
        if (status.length < 2 || !status[1].equals("101")) {
            throw refusal(status.length < 2 ? "?" : status[1], headers);
        }
        if (!accepted(key).equals(headers.get("sec-websocket-accept"))) {
            throw new IOException("Not the answer to our handshake");
        }
    }

    /** The answer that only who has seen the key gives (4.2.2). */
    static String accepted(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private IOException refusal(String status, Map<String, String> headers) throws IOException {
        String type = headers.getOrDefault("content-type", "");
        String length = headers.getOrDefault("content-length", "");
        if (type.startsWith("application/problem+json") && length.matches("\\d{1,5}")) {
            byte[] problem = in.readNBytes(Math.min(LARGEST_PROBLEM, Integer.parseInt(length)));
            throw Transport.JSON.readValue(problem, Problem.class).toException();
        }
        return new IOException("HTTP status " + status + " instead of a WebSocket");
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() == LARGEST_HEAD) {
                throw new EOFException("The connection ended in the handshake");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
