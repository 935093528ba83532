package org.cofferdam.agent.session;

import java.util.Map;
import org.cofferdam.protocol.process.ProcessId;
import org.jspecify.annotations.Nullable;

/**
 * What a shell is told. It reads its script line by line from a FIFO, so everything happens at the top level: no function or loop of ours
 * is around a command, and {@code declare}, {@code break} and the like mean what they say.
 *
 * <p>A command is run by sourcing a file with its text. An error in it, as an unclosed quote, is then an error of that command; and a
 * signal can end it wherever it is: its trap returns from the innermost function and has all outer ones do so before their next
 * command, until the file is left.
 */
final class ShellScript {

    /** The signal that has a shell give up its command: SIGRTMAX-2. */
    static final int INTERRUPT = 62;

    /** At the top level, where there is nothing to return from, the only source is the script itself. */
    static final String START = """
            BASH_ARGV0=bash
            \\builtin shopt -s expand_aliases
            \\builtin declare -x COFFERDAM_PROCESS=
            \\builtin trap 'set -T; trap "((\\${#BASH_SOURCE[@]} > 1)) && return 143" DEBUG; \
            ((${#BASH_SOURCE[@]} > 1)) && return 143' 62
            """;

    /** Undoes what the trap has set; the first line is there to be interrupted by a signal that came late. */
    static final String AFTER_INTERRUPT = """
            \\builtin :
            \\builtin trap - DEBUG
            \\builtin set +T
            """;

    private ShellScript() {}

    /**
     * Runs the command that is in the directory's file, and reports.
     *
     * @param input the path of its standard input, null for none
     * @param cwd for this command only
     * @param variables for this command only, a null value unsets one
     */
    static String run(
            ShellDirectory directory,
            ProcessId id,
            @Nullable String input,
            @Nullable String cwd,
            @Nullable Map<String, @Nullable String> variables) {
        StringBuilder before = new StringBuilder();
        StringBuilder assignments = new StringBuilder();
        StringBuilder after = new StringBuilder();
        before.append("COFFERDAM_PROCESS=").append(id).append('\n');
        if (variables != null) {
            variables.forEach((name, value) -> {
                if (value == null) {
                    unset(name, before, after);
                } else {
                    assignments.append(name).append('=').append(quote(value)).append(' ');
                }
            });
        }
        String source = assignments + "\\. " + quote(directory.path("command"));
        if (cwd != null) {
            before.append("__cofferdam_pwd=$PWD __cofferdam_old=${OLDPWD-}\n");
            source = "CDPATH= \\builtin cd -- " + quote(cwd) + " >/dev/null && " + source;
            after.append("\\builtin cd -- \"$__cofferdam_pwd\" >/dev/null || \\builtin :\n");
            after.append("OLDPWD=$__cofferdam_old\n");
        }
        String streams = " <" + (input == null ? "/dev/null" : quote(input))
                + " >" + quote(directory.path("out"))
                + " 2>" + quote(directory.path("err"));
        String report = " >" + quote(directory.path("report")) + "\n";
        if (after.isEmpty() && cwd == null) {
            return before + source + streams + "; \\builtin printf '%d\\n' \"$?\"" + report;
        }
        return before + "{ " + source + "; }" + streams + "; __cofferdam_status=$?\n" + after
                + "\\builtin printf '%d\\n' \"$__cofferdam_status\"" + report;
    }

    /** Keeps a variable with its attributes, and gives it back afterwards. */
    private static void unset(String name, StringBuilder before, StringBuilder after) {
        String kept = "__cofferdam_kept_" + name;
        before.append(kept).append("=${").append(name).append("@A}\n");
        before.append("\\builtin unset -v ").append(name).append(" || \\builtin :\n");
        after.append("\\builtin eval \"$").append(kept).append("\" || \\builtin :\n");
        after.append("\\builtin unset -v ").append(kept).append('\n');
    }

    /** A word that the shell takes as it is. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
