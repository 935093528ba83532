package org.cofferdam.connector.agent;

import java.io.InputStream;
import org.cofferdam.connector.FileDownload;
import org.cofferdam.protocol.file.FileInfo;

/** A file's description, and its bytes still to come. */
record AgentDownload(FileInfo info, InputStream bytes, Runnable abandon) implements FileDownload {

    @Override
    public void close() {
        abandon.run();
    }
}
