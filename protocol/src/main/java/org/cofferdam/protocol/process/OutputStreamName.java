package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of a process's two output streams. */
public enum OutputStreamName {
    @JsonProperty("stdout")
    STDOUT(1),
    @JsonProperty("stderr")
    STDERR(2);

    private final int code;

    OutputStreamName(int code) {
        this.code = code;
    }

    /** The file descriptor's number, which is also the code on the wire. */
    public int code() {
        return code;
    }

    public static OutputStreamName of(int code) {
        return switch (code) {
            case 1 -> STDOUT;
            case 2 -> STDERR;
            default -> throw new IllegalArgumentException("stream " + code);
        };
    }
}
