package org.cofferdam.web.file;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of bytes as a client asks for it (RFC 9110, 14.1.2).
 *
 * @param first of the bytes, or -1 for a suffix
 * @param last of the bytes, inclusive; {@link Long#MAX_VALUE} for all to the end; of a suffix its length
 */
record ByteRange(long first, long last) {

    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /** The one range, or empty where the header is to be ignored: none, several, another unit, or not a range at all. */
    static Optional<ByteRange> parse(@Nullable String header) {
        Matcher matcher = header == null ? null : ONE.matcher(header);
        if (matcher == null || !matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(new ByteRange(-1, Long.parseLong(last)));
        }
        ByteRange range = new ByteRange(Long.parseLong(first), last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last));
        return range.last < range.first ? Optional.empty() : Optional.of(range);
    }

    boolean isSuffix() {
        return first < 0;
    }

    /** Where it begins in a file of this size. */
    long offset(long size) {
        return isSuffix() ? Math.max(0, size - last) : first;
    }

    /** How many bytes it has in a file of this size; 0 when it cannot be satisfied. */
    long length(long size) {
        long end = isSuffix() || last >= size ? size : last + 1;
        return Math.max(0, end - offset(size));
    }
}
