package org.cofferdam.protocol.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.cofferdam.protocol.event.NumberedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a checkout tells while it goes on.
 *
 * @param type {@code start}, {@code progress} as often as git says something, {@code complete}
 * @param phase in git's words, {@code Receiving objects}
 * @param percent of the phase
 * @param result of {@code complete}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GitEvent(
        long number,
        String type,
        @Nullable String phase,
        @Nullable Integer percent,
        @Nullable GitCheckedOut result) implements NumberedEvent {

    @Override
    public String eventName() {
        return type;
    }

    public static GitEvent start() {
        return new GitEvent(0, "start", null, null, null);
    }

    public static GitEvent progress(long number, String phase, @Nullable Integer percent) {
        return new GitEvent(number, "progress", phase, percent, null);
    }

    public static GitEvent complete(long number, GitCheckedOut result) {
        return new GitEvent(number, "complete", null, null, result);
    }
}
