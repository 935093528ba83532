package org.cofferdam.ejb.sandbox;

import org.cofferdam.connector.AgentLink;

/**
 * The use of a running sandbox by one request or stream. While it is open the sandbox does not fall asleep by itself; a control
 * operation (sleep, pause, destroy) takes no notice of it. For any thread.
 */
public interface SandboxLease extends AutoCloseable {

    /** The open way to the sandbox's agent; not to be closed by the holder of the lease. */
    AgentLink agent();

    /** Ends the use; again without effect. */
    @Override
    void close();
}
