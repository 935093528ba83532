package org.cofferdam.agent.watch;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.WatchSpec;

/** Which paths are reported, and which directories are looked into; paths are those from the watched directory on. */
final class PathFilter {

    private static final List<String> USUALLY_EXCLUDED = List.of(".git", "node_modules");

    private final List<Pattern> include;
    private final List<Pattern> exclude;

    /** @throws SandboxException {@code invalid-value} for a glob that is none */
    PathFilter(WatchSpec spec) {
        include = spec.include().stream().map(PathFilter::compile).toList();
        Stream<String> usual = spec.all() ? Stream.empty() : USUALLY_EXCLUDED.stream();
        exclude = Stream.concat(usual, spec.exclude().stream())
                .map(PathFilter::compile)
                .toList();
    }

    boolean reports(String path) {
        return (include.isEmpty() || matches(include, path)) && !matches(exclude, path);
    }

    boolean excludes(String path) {
        return matches(exclude, path);
    }

    private static boolean matches(List<Pattern> patterns, String path) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(path).matches()) {
                return true;
            }
        }
        return false;
    }

    private static Pattern compile(String glob) {
        String path = glob.startsWith("/") ? glob.substring(1) : glob;
        String regex = glob.indexOf('/') < 0 ? "(?:.*/)?" + translate(glob) : translate(path);
        try {
            return Pattern.compile(regex, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "Not a glob: " + glob, e);
        }
    }

    private static String translate(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (glob.startsWith("**/", i)) {
                        regex.append("(?:.*/)?");
                        i += 2;
                    } else if (glob.startsWith("**", i)) {
                        regex.append(".*");
                        i += 1;
                    } else {
                        regex.append("[^/]*");
                    }
                }
                case '?' -> regex.append("[^/]");
                case '\\' -> {
                    i = Math.min(i + 1, glob.length() - 1);
                    regex.append(Pattern.quote(glob.substring(i, i + 1)));
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
