package org.cofferdam.ejb.git;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cofferdam.protocol.git.GitEvent;
import org.jspecify.annotations.Nullable;

/** Finds progress in what git prints for a terminal: {@code Receiving objects:  45% (9/20)}, ended by carriage returns. */
final class ProgressText {

    private static final Pattern PROGRESS = Pattern.compile("(?:remote: )?([A-Z][A-Za-z ]{2,40}):\\s+(\\d{1,3})%.*");
    private static final int LONGEST_LINE = 1000;

    private final StringBuilder line = new StringBuilder();
    private String phase = "";
    private int percent = -1;

    /** What is new in some more text; null for nothing. Of several steps only the last one is told. */
    @Nullable GitEvent take(String text, long number) {
        boolean changed = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                changed |= look(line.toString());
                line.setLength(0);
            } else if (line.length() < LONGEST_LINE) {
                line.append(c);
            }
        }
        return changed ? GitEvent.progress(number, phase, percent) : null;
    }

    private boolean look(String said) {
        Matcher matcher = PROGRESS.matcher(said);
        if (!matcher.matches()) {
            return false;
        }
        String nowPhase = matcher.group(1);
        int nowPercent = Integer.parseInt(matcher.group(2));
        boolean changed = nowPercent != percent || !nowPhase.equals(phase);
        phase = nowPhase;
        percent = nowPercent;
        return changed;
    }
}
