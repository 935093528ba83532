package org.cofferdam.protocol.file;

import java.util.List;

/**
 * What happened to watched files behind a position.
 *
 * @param next position to ask from the next time
 * @param more whether there is more already
 */
public record FileChanges(List<FileEvent> items, WatchPosition next, boolean more) {

    public FileChanges {
        items = List.copyOf(items);
    }
}
