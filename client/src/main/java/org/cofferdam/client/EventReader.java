package org.cofferdam.client;

import java.io.Closeable;
import java.io.IOException;
import org.cofferdam.protocol.process.ProcessEvent;

/** The events of one process as long as one connection holds; for one thread, but any may close it. */
interface EventReader extends Closeable {

    /**
     * The next event.
     *
     * @throws IOException when the connection ends before {@link ProcessEvent.Complete}
     * @throws org.cofferdam.protocol.error.SandboxException what the server says instead
     */
    ProcessEvent next() throws IOException;

    /** The last event was read. */
    void finish();

    @Override
    void close();
}
