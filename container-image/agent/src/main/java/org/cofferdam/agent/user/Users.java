package org.cofferdam.agent.user;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.cofferdam.agent.system.Identity;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** The image's users as /etc/passwd and /etc/group have them (passwd(5), group(5)); no other source is asked. */
public final class Users {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})(?::(\\d{1,9}))?");

    private final Path passwd;
    private final Path group;

    public Users(Path etc) {
        this.passwd = etc.resolve("passwd");
        this.group = etc.resolve("group");
    }

    /**
     * @param who a name, a uid, or uid:gid; a uid need not be in the database
     * @throws SandboxException {@code user-unknown}, or {@code user-not-allowed} for root
     */
    public User require(String who) {
        User user = find(who);
        if (user.identity().uid() == 0) {
            throw new SandboxException(ErrorCode.USER_NOT_ALLOWED, "Commands do not run as root");
        }
        return user;
    }

    /** The names of all. */
    public Names names() {
        return new Names(entries(passwd, 7), entries(group, 4));
    }

    private User find(String who) {
        var numbers = NUMBERS.matcher(who);
        boolean numeric = numbers.matches();
        for (String[] entry : entries(passwd, 7)) {
            if (entry[0].equals(who) || (numeric && entry[2].equals(numbers.group(1)))) {
                int uid = Integer.parseInt(entry[2]);
                int gid = numeric && numbers.group(2) != null
                        ? Integer.parseInt(numbers.group(2))
                        : Integer.parseInt(entry[3]);
                return new User(entry[0], new Identity(uid, gid, groups(entry[0], gid)), entry[5], entry[6]);
            }
        }
        if (!numeric) {
            throw new SandboxException(ErrorCode.USER_UNKNOWN, "The image has no user " + printable(who));
        }
        int uid = Integer.parseInt(numbers.group(1));
        int gid = numbers.group(2) == null ? uid : Integer.parseInt(numbers.group(2));
        return new User(who, new Identity(uid, gid, List.of(gid)), "/", "/bin/sh");
    }

    private List<Integer> groups(String name, int primary) {
        Set<Integer> groups = new LinkedHashSet<>();
        groups.add(primary);
        for (String[] entry : entries(group, 4)) {
            if (List.of(entry[3].split(",", -1)).contains(name)) {
                groups.add(Integer.parseInt(entry[2]));
            }
        }
        return List.copyOf(groups);
    }

    /** The well-formed lines: those with {@code fields} fields of which the third is a number. */
    private static List<String[]> entries(Path file, int fields) {
        List<String[]> entries = new ArrayList<>();
        try {
            for (String line : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\n", -1)) {
                String[] entry = line.split(":", -1);
                if (entry.length == fields && entry[2].matches("\\d{1,9}")) {
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return entries;
    }

    private static String printable(String text) {
        String shown = text.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() > 64 ? shown.substring(0, 64) + "…" : shown;
    }
}
