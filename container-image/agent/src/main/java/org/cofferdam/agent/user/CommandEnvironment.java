package org.cofferdam.agent.user;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of a command. */
public final class CommandEnvironment {

    private final Map<String, byte[]> variables;
    private final List<byte[]> entries;

    CommandEnvironment(Map<String, byte[]> variables) {
        this.variables = variables;
        this.entries = new ArrayList<>(variables.size());
        variables.forEach((name, value) -> entries.add(entry(name, value)));
    }

    /** Of {@code NAME=value} entries with a NUL behind each, as {@code env -0} prints them; ours and the shell's own are left out. */
    public static CommandEnvironment of(byte[] printed) {
        return new CommandEnvironment(Environments.parse(printed));
    }

    /** With more variables on top; a null value unsets one. */
    public CommandEnvironment with(@Nullable Map<String, @Nullable String> more) {
        if (more == null || more.isEmpty()) {
            return this;
        }
        Map<String, byte[]> merged = new LinkedHashMap<>(variables);
        more.forEach((name, value) -> Environments.put(merged, name, value));
        return new CommandEnvironment(merged);
    }

    /** {@code NAME=value} of all, and one more. */
    public List<byte[]> entries(String name, String value) {
        List<byte[]> all = new ArrayList<>(entries.size() + 1);
        all.addAll(entries);
        all.add(entry(name, value.getBytes(StandardCharsets.UTF_8)));
        return all;
    }

    /** Of its variables those whose names begin with one of {@code prefixes}, as {@code NAME=value} in a fixed order. */
    public List<String> beginning(List<String> prefixes) {
        return entries.stream()
                .map(entry -> new String(entry, StandardCharsets.ISO_8859_1))
                .filter(entry -> prefixes.stream().anyMatch(entry::startsWith))
                .sorted()
                .toList();
    }

    /** The value of a variable, empty when it is unset. */
    public String get(String name) {
        byte[] value = variables.get(name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    private static byte[] entry(String name, byte[] value) {
        byte[] key = (name + "=").getBytes(StandardCharsets.ISO_8859_1);
        byte[] entry = new byte[key.length + value.length];
        System.arraycopy(key, 0, entry, 0, key.length);
        System.arraycopy(value, 0, entry, key.length, value.length);
        return entry;
    }
}
