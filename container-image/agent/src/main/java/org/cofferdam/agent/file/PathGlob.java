package org.cofferdam.agent.file;

import java.util.regex.Pattern;

/** Patterns for paths: as {@link Glob}, but only {@code **} goes across slashes (gitignore(5)). */
final class PathGlob {

    private PathGlob() {}

    static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            if (glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
                regex.append("(?:.*/)?");
                i += 3;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i += 2;
            } else {
                i = one(glob, i, regex);
            }
        }
        return regex.toString();
    }

    /** Translates what is at {@code i}; where the rest begins. */
    private static int one(String glob, int i, StringBuilder regex) {
        char c = glob.charAt(i);
        switch (c) {
            case '*' -> regex.append("[^/]*");
            case '?' -> regex.append("[^/]");
            case '[' -> {
                int end = glob.indexOf(']', i + 2 + (glob.startsWith("!", i + 1) ? 1 : 0));
                if (end > 0) {
                    regex.append("(?!/)").append(Glob.set(glob.substring(i + 1, end)));
                    return end + 1;
                }
                regex.append("\\[");
            }
            case '\\' -> {
                int next = Math.min(i + 1, glob.length() - 1);
                regex.append(Pattern.quote(glob.substring(next, next + 1)));
                return next + 1;
            }
            default -> regex.append(Pattern.quote(String.valueOf(c)));
        }
        return i + 1;
    }
}
