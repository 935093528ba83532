package org.cofferdam.protocol.error;

/** Whose fault an error is; decides log level and whether a retry makes sense (after Trino's {@code ErrorType}). */
public enum ErrorKind {
    /** The request can never succeed as it is. */
    USER,
    /** A stated limit was reached; it may succeed later or smaller. */
    LIMIT,
    /** The container platform, the agent or the database failed; a retry makes sense. */
    EXTERNAL,
    /** What runs in the sandbox does not answer as it should; a retry makes sense when it does. */
    APPLICATION,
    /** A defect of ours. */
    INTERNAL
}
