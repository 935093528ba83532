package org.cofferdam.agent.file;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** A shell pattern for a name: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}, and a backslash before what is meant literally (glob(7)). */
final class Glob {

    private final Pattern pattern;

    private Glob(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws SandboxException {@code invalid-value} */
    static @Nullable Glob of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return new Glob(Pattern.compile(translate(text), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "glob is not a pattern", e);
        }
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }

    private static String translate(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> {
                    int end = text.indexOf(']', i + 2 + (text.startsWith("!", i + 1) ? 1 : 0));
                    if (end < 0) {
                        regex.append("\\[");
                    } else {
                        regex.append(set(text.substring(i + 1, end)));
                        i = end;
                    }
                }
                case '\\' -> {
                    i = Math.min(i + 1, text.length() - 1);
                    regex.append(Pattern.quote(text.substring(i, i + 1)));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    static String set(String members) {
        boolean negated = members.startsWith("!") || members.startsWith("^");
        String literal = (negated ? members.substring(1) : members).replaceAll("([\\[\\]&\\\\^])", "\\\\$1");
        return (negated ? "[^" : "[") + literal + "]";
    }
}
