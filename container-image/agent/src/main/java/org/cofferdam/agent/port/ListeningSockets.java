package org.cofferdam.agent.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.system.Identity;
import org.cofferdam.protocol.port.ListeningPort;
import org.jspecify.annotations.Nullable;

/** What /proc tells of listening TCP sockets (proc(5)) and of the processes that hold them. */
public final class ListeningSockets {

    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    private record Owner(int pid, String name) {}

    /** By port; the owner of a socket is seen with the rights of {@code user}. */
    public static List<ListeningPort> all(Identity user) {
        Map<String, Owner> owners;
        try (FileRights _ = FileRights.of(user)) {
            owners = owners();
        }
        List<ListeningPort> found = new ArrayList<>();
        read("/proc/net/tcp", owners, found);
        read("/proc/net/tcp6", owners, found);
        found.sort(Comparator.comparingInt(ListeningPort::port).thenComparing(ListeningPort::address));
        return found;
    }

    private static void read(String file, Map<String, Owner> owners, List<ListeningPort> found) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException none) {
            return;
        }
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+", 11);
            if (fields.length > 9 && fields[3].equals(LISTEN)) {
                int colon = fields[1].indexOf(':');
                @Nullable Owner owner = owners.get(fields[9]);
                found.add(new ListeningPort(
                        Integer.parseInt(fields[1].substring(colon + 1), 16),
                        address(fields[1].substring(0, colon)),
                        owner == null ? null : owner.pid(),
                        owner == null ? null : owner.name()));
            }
        }
    }

    /** Words of 32 bits, each in the machine's own order: little-endian on both of our machines. */
    private static String address(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int at = (i / 4 * 4 + 3 - i % 4) * 2;
            bytes[i] = (byte) Integer.parseInt(hex.substring(at, at + 2), 16);
        }
        try {
            String text = InetAddress.getByAddress(bytes).getHostAddress();
            return switch (text) {
                case "0:0:0:0:0:0:0:0" -> "::";
                case "0:0:0:0:0:0:0:1" -> "::1";
                default -> text;
            };
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, Owner> owners() {
        Map<String, Owner> owners = new HashMap<>();
        String[] names = Path.of("/proc").toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (Character.isDigit(name.charAt(0))) {
                addSockets(Path.of("/proc", name), owners);
            }
        }
        return owners;
    }

    private static void addSockets(Path process, Map<String, Owner> owners) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) {
                    String name = Files.readString(process.resolve("comm"), StandardCharsets.UTF_8)
                            .strip();
                    int pid = Integer.parseInt(process.getFileName().toString());
                    owners.putIfAbsent(target.substring(8, target.length() - 1), new Owner(pid, name));
                }
            }
        } catch (IOException | RuntimeException goneOrNotOurs) {
            return;
        }
    }
}
