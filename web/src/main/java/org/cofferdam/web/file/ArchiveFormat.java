package org.cofferdam.web.file;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an archive goes out; one that comes in tells by itself. */
public enum ArchiveFormat {
    @JsonProperty("tar")
    TAR("application/x-tar"),
    @JsonProperty("tar.gz")
    TAR_GZ("application/gzip");

    private final String mediaType;

    ArchiveFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }
}
