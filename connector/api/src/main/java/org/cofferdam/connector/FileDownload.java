package org.cofferdam.connector;

import java.io.InputStream;
import org.cofferdam.protocol.file.FileInfo;

/** A file on its way out. */
public interface FileDownload extends AutoCloseable {

    /** The file as it was opened, links followed. */
    FileInfo info();

    /** Its bytes; reading fails with an {@link java.io.IOException} when the agent does before the end, so that a short file is never taken for whole. */
    InputStream bytes();

    @Override
    void close();
}
