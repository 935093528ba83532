package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a {@link FileEvent} tells. */
public enum FileEventType {
    /** The watch is in place: what happens from now on is reported. */
    @JsonProperty("start")
    START,
    /** An entry is there that was not. */
    @JsonProperty("create")
    CREATE,
    /** A file's content, or an entry's mode, owner or times, changed. Writing through a memory mapping does not show (inotify(7)). */
    @JsonProperty("modify")
    MODIFY,
    /** An entry is gone, with all that was in it. */
    @JsonProperty("delete")
    DELETE,
    /** An entry, with all that is in it, has another name; what had that name before is gone. */
    @JsonProperty("move")
    MOVE,
    /** Some events are missing here: look at the files themselves. */
    @JsonProperty("overflow")
    OVERFLOW
}
