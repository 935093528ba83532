package org.cofferdam.agent.file;

import org.cofferdam.protocol.file.SearchLimit;
import org.cofferdam.protocol.file.SearchLimits;
import org.cofferdam.protocol.file.SearchSummary;
import org.jspecify.annotations.Nullable;

/** What a search may still find and take, and what it came to. */
final class SearchBudget {

    private static final int USUAL_MATCHES = 1000;
    private static final long USUAL_FILES = 100_000;
    private static final long USUAL_BYTES = 1L << 30;
    private static final long USUAL_MILLIS = 10_000;

    private final long mostMatches;
    private final long mostFiles;
    private final long mostBytes;
    private final long deadline;
    private long matches;
    private long searched;
    private long skipped;
    private long bytes;
    private @Nullable SearchLimit reached;

    SearchBudget(@Nullable SearchLimits given, boolean replacing) {
        SearchLimits limits = given == null ? SearchLimits.USUAL : given;
        int usualMatches = replacing ? SearchLimits.MOST_MATCHES : USUAL_MATCHES;
        mostMatches = limits.matches() == null ? usualMatches : limits.matches();
        mostFiles = limits.files() == null ? USUAL_FILES : limits.files();
        mostBytes = limits.bytes() == null ? USUAL_BYTES : limits.bytes();
        long millis = limits.millis() == null ? USUAL_MILLIS : limits.millis();
        deadline = System.nanoTime() + millis * 1_000_000;
    }

    /** Whether a limit was reached, so that the search is over. */
    boolean spent() {
        return reached != null;
    }

    /** One more match; false when there may be none. */
    boolean match() {
        if (matches == mostMatches) {
            reached = SearchLimit.MATCHES;
            return false;
        }
        matches++;
        return true;
    }

    /** More matches at once, which may exceed the limit: there will be no more files then. */
    void matches(long count) {
        matches += count;
    }

    /** One more file; false when there may be none. */
    boolean file() {
        if (matches >= mostMatches) {
            reached = SearchLimit.MATCHES;
        } else if (searched == mostFiles) {
            reached = SearchLimit.FILES;
        } else if (inTime(0)) {
            searched++;
        }
        return reached == null;
    }

    /**
     * Whether to go on with a file.
     *
     * @param read of it so far
     */
    boolean inTime(long read) {
        if (bytes + read > mostBytes) {
            reached = SearchLimit.BYTES;
        } else if (System.nanoTime() > deadline) {
            reached = SearchLimit.MILLIS;
        }
        return reached == null;
    }

    /** So much was read of a file. */
    void read(long more) {
        bytes += more;
    }

    /** A file was not looked at to its end. */
    void skipped() {
        skipped++;
    }

    SearchSummary summary() {
        return new SearchSummary(matches, searched, skipped, reached != null, reached);
    }
}
