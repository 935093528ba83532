package org.cofferdam.tests.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another machine: a network namespace with an address for documentation (RFC 5737), joined to this machine as a neighbour would be. It takes
 * root and ip(8).
 */
final class Neighbour implements AutoCloseable {

    private final String name;

    /**
     * @param tag of one letter, to tell apart those of one test run
     * @param network the first three numbers of the addresses
     */
    Neighbour(char tag, String network) throws IOException {
        removeStale("cfd-" + tag + "-");
        String cable = "cfd" + tag + ProcessHandle.current().pid();
        name = "cfd-" + tag + "-" + ProcessHandle.current().pid();
        ip("netns", "add", name);
        boolean made = false;
        try {
            ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", name);
            ip("address", "add", network + ".1/30", "dev", cable);
            ip("link", "set", cable, "up");
            ip("-n", name, "address", "add", network + ".2/30", "dev", "eth0");
            ip("-n", name, "link", "set", "eth0", "up");
            ip("-n", name, "link", "set", "lo", "up");
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    /** Those of test runs that were killed would have the same address. */
    private static void removeStale(String prefix) throws IOException {
        for (String line : ip("netns", "list").lines().toList()) {
            String stale = line.replaceFirst(" .*", "");
            if (stale.startsWith(prefix) && !isAlive(stale.substring(prefix.length()))) {
                for (String pid : ip("netns", "pids", stale).lines().toList()) {
                    ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
                }
                ip("netns", "delete", stale);
            }
        }
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }

    /** The command that runs a command there. */
    ProcessBuilder command(List<String> words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(words);
        return new ProcessBuilder(command);
    }

    private static String ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("ip " + String.join(" ", arguments) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        ip("netns", "delete", name);
    }
}
