package org.cofferdam.web.file;

import java.time.Instant;
import org.cofferdam.protocol.file.FileInfo;
import org.jspecify.annotations.Nullable;

/** A file's entity tag (RFC 9110, 8.8.3), from its size and the time of its last change. */
record FileTag(String value) {

    static FileTag of(FileInfo file) {
        Instant changed = file.modifiedAt();
        return new FileTag("\"" + Long.toHexString(changed.getEpochSecond()) + "."
                + Integer.toHexString(changed.getNano()) + "-" + Long.toHexString(file.size()) + "\"");
    }

    /** Whether {@code If-None-Match} names it: the client has this content. */
    boolean isIn(@Nullable String ifNoneMatch) {
        if (ifNoneMatch == null) {
            return false;
        }
        for (String tag : ifNoneMatch.split(",", -1)) {
            String bare = tag.strip();
            if (bare.equals("*") || bare.equals(value) || bare.equals("W/" + value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code If-Range} lets a range be answered; one that is a date never does. */
    boolean allowsRange(@Nullable String ifRange) {
        return ifRange == null || ifRange.equals(value);
    }
}
