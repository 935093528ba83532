package org.cofferdam.agent.file;

import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.OpenDirectory;
import org.jspecify.annotations.Nullable;

/** A file of text that is open. */
record OpenText(int fd, FileStatus status, LineReader lines) implements AutoCloseable {

    /** Null for what cannot be opened, and for what is no text. */
    static @Nullable OpenText open(OpenDirectory directory, byte[] name) {
        int fd = directory.open(name, FileCalls.O_RDONLY | Descriptors.O_NONBLOCK, 0);
        if (fd < 0) {
            return null;
        }
        OpenText text = new OpenText(fd, FileStatus.of(fd), new LineReader(fd));
        boolean usable = false;
        try {
            usable = text.status.isRegular() && !text.lines.isBinary();
            return usable ? text : null;
        } finally {
            if (!usable) {
                text.close();
            }
        }
    }

    @Override
    public void close() {
        lines.close();
        Descriptors.close(fd);
    }
}
