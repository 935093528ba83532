package org.cofferdam.protocol.file;

import java.util.List;

/** Some entries of a directory. */
public record FileList(List<FileInfo> items) {

    public FileList {
        items = List.copyOf(items);
    }
}
