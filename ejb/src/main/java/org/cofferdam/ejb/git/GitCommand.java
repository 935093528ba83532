package org.cofferdam.ejb.git;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.git.GitCredentials;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.jspecify.annotations.Nullable;

/**
 * One run of git. A secret is in none of its parts: it comes through the standard input. For HTTP that pipe becomes descriptor 9, which the
 * credential helper reads when git asks for this very server; for SSH the key goes into an ssh-agent that lives as long as git does, and whose
 * memory the kernel shows to nobody.
 */
final class GitCommand {

    private static final long LOCAL_MILLIS = 60_000;
    private static final long MOST_OUTPUT = 32L << 20;

    private static final String HTTP = "exec 9<&0 0</dev/null; exec git \"$@\"";
    private static final String HELPER = "!f() { test \"$1\" = get && cat <&9; }; f";
    private static final String SSH = "exec 9<&0 0</dev/null; exec ssh-agent sh -c '"
            + "ssh-add -q -t \"$GIT_KEY_SECONDS\" - <&9 || { kill \"$SSH_AGENT_PID\"; exit " + GitFailure.BAD_KEY
            + "; }; "
            + "exec 9<&-; git \"$@\"; status=$?; kill \"$SSH_AGENT_PID\"; exit $status' git \"$@\"";
    private static final String SSH_COMMAND = "ssh -o BatchMode=yes -o ConnectTimeout=30";
    private static final String NEW_HOSTS = " -o StrictHostKeyChecking=accept-new";
    private static final String KNOWN_HOSTS = " -o StrictHostKeyChecking=yes -o UserKnownHostsFile=/dev/null"
            + " -o GlobalKnownHostsFile=/dev/null -o \"KnownHostsCommand=/usr/bin/printenv GIT_KNOWN_HOSTS\"";

    private final List<String> words = new ArrayList<>();
    private final Map<String, @Nullable String> environment = new LinkedHashMap<>();
    private final List<Map.Entry<String, String>> settings = new ArrayList<>();
    private final @Nullable String cwd;
    private @Nullable GitCredentials credentials;
    private @Nullable String input;
    private long millis = LOCAL_MILLIS;

    /** @param cwd the sandbox's own when null */
    GitCommand(@Nullable String cwd, String... words) {
        this.cwd = cwd;
        this.words.addAll(List.of(words));
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("LANGUAGE", null);
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_ASKPASS", "");
        environment.put("SSH_ASKPASS", "");
        environment.put("GIT_EDITOR", "true");
        environment.put("GIT_PAGER", "cat");
        environment.put("GIT_ALLOW_PROTOCOL", "http:https:ssh:git:file");
    }

    GitCommand add(String... more) {
        words.addAll(List.of(more));
        return this;
    }

    /** Adds words where there is something to say. */
    GitCommand addIf(boolean wanted, String... more) {
        return wanted ? add(more) : this;
    }

    GitCommand variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Text for its standard input; not together with credentials. */
    GitCommand input(String text) {
        input = text;
        return this;
    }

    /**
     * Lets it talk to a server: without the repository's hooks, and with credentials for that server only and without the user's own
     * configuration, which might store them.
     *
     * @param timeoutMillis ten minutes when null
     */
    GitCommand remote(String url, @Nullable GitCredentials given, @Nullable Long timeoutMillis) {
        millis = timeoutMillis == null ? Git.USUAL_MILLIS : timeoutMillis;
        settings.add(Map.entry("core.hooksPath", "/dev/null"));
        String hosts = given == null || given.knownHosts() == null ? NEW_HOSTS : KNOWN_HOSTS;
        environment.put("GIT_SSH_COMMAND", SSH_COMMAND + hosts);
        credentials = given;
        if (given == null) {
            return this;
        }
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        settings.add(Map.entry("credential.helper", ""));
        if (given.forSsh()) {
            environment.put("GIT_SSH_COMMAND", SSH_COMMAND + " -F /dev/null -o IdentityFile=none" + hosts);
            environment.put("GIT_KEY_SECONDS", Long.toString(millis / 1000 + 1));
            if (given.knownHosts() != null) {
                environment.put("GIT_KNOWN_HOSTS", given.knownHosts());
            }
        } else {
            settings.add(Map.entry("credential." + server(url) + ".helper", HELPER));
        }
        return this;
    }

    /** The part of a URL that a secret is for. */
    private static String server(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getScheme() + "://" + uri.getRawAuthority();
        } catch (IllegalArgumentException e) {
            return url;
        }
    }

    ProcessSpec toProcess() {
        settings.add(Map.entry("core.quotePath", "false"));
        environment.put("GIT_CONFIG_COUNT", Integer.toString(settings.size()));
        for (int i = 0; i < settings.size(); i++) {
            environment.put("GIT_CONFIG_KEY_" + i, settings.get(i).getKey());
            environment.put("GIT_CONFIG_VALUE_" + i, settings.get(i).getValue());
        }
        List<String> argv = new ArrayList<>();
        if (credentials != null) {
            argv.addAll(List.of("sh", "-c", credentials.forSsh() ? SSH : HTTP, "git"));
        } else {
            argv.add("git");
        }
        argv.addAll(words);
        return new ProcessSpec(
                ProcessId.random(), null, argv, null, cwd, environment, null, stdin() != null, millis, MOST_OUTPUT);
    }

    /** What it reads; null for nothing. */
    @Nullable InputStream stdin() {
        String text = credentials == null ? input : credentials.secretText();
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable GitCredentials credentials() {
        return credentials;
    }
}
