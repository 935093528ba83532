package org.cofferdam.agent.system;

/** The kernel said no. */
public final class SystemCallException extends RuntimeException {

    private final int errno;

    public SystemCallException(String call, int errno) {
        super(call + ": " + Errno.describe(errno), null, false, false);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
