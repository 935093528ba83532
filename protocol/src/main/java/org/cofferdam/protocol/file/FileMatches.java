package org.cofferdam.protocol.file;

import java.util.List;

/** Some of what a search found. */
public record FileMatches(List<FileMatch> items) {

    public FileMatches {
        items = List.copyOf(items);
    }
}
