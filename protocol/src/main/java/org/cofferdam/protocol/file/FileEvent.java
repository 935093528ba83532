package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.cofferdam.protocol.event.NumberedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to watched files.
 *
 * @param path absolute; the new one of a move; null for an overflow
 * @param from the old path of a move
 * @param directory whether it happened to a directory
 * @param reason of an overflow
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileEvent(
        long number,
        FileEventType type,
        @Nullable String path,
        @Nullable String from,
        boolean directory,
        @Nullable String reason)
        implements NumberedEvent {

    public static FileEvent start(long number, String path) {
        return new FileEvent(number, FileEventType.START, path, null, true, null);
    }

    public static FileEvent overflow(long number, String reason) {
        return new FileEvent(number, FileEventType.OVERFLOW, null, null, false, reason);
    }

    public FileEvent withNumber(long other) {
        return new FileEvent(other, type, path, from, directory, reason);
    }

    @Override
    public String eventName() {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
