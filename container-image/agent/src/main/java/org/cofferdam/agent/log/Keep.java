package org.cofferdam.agent.log;

/** What a log keeps of output that is more than it may keep. */
public enum Keep {
    /** As an answer does: what comes behind is left out, and told as one gap when the log is closed. */
    FIRST,
    /** As the log of a server does: the oldest goes. */
    LAST
}
