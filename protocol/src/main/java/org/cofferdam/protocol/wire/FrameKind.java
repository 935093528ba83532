package org.cofferdam.protocol.wire;

/** What a frame carries; {@code →} from the server, {@code ←} from the agent. */
public enum FrameKind {
    /** ↔ JSON {@link Hello} and {@link Welcome}: once per connection, before anything else. */
    HELLO(1),
    /** → {@code u8 opcode | JSON}: begins an operation. */
    REQUEST(2),
    /** ← JSON: the operation's answer, and its end. */
    REPLY(3),
    /** ← JSON {@link org.cofferdam.protocol.error.Problem}: the operation failed, and its end. */
    ERROR(4),
    /** ↔ raw bytes of a file or of a standard input. */
    DATA(5),
    /** ↔ no more DATA in this direction. */
    END(6),
    /** ← {@code u8 stream | u64 position | bytes}: output of a process. */
    OUTPUT(7),
    /** ↔ JSON: something happened, and the operation goes on. */
    EVENT(8);

    private static final FrameKind[] BY_CODE = values();

    private final int code;

    FrameKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Null for a code that is none. */
    static @org.jspecify.annotations.Nullable FrameKind of(int code) {
        return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
    }
}
