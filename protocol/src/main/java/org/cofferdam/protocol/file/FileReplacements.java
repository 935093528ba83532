package org.cofferdam.protocol.file;

import java.util.List;

/** Some of the files in which something was replaced. */
public record FileReplacements(List<FileReplacement> items) {

    public FileReplacements {
        items = List.copyOf(items);
    }
}
