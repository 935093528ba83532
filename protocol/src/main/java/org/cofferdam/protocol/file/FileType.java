package org.cofferdam.protocol.file;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a directory entry is. */
public enum FileType {
    @JsonProperty("file")
    FILE,
    @JsonProperty("directory")
    DIRECTORY,
    @JsonProperty("symlink")
    SYMLINK,
    @JsonProperty("other")
    OTHER
}
