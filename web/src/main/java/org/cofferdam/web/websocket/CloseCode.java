package org.cofferdam.web.websocket;

import org.cofferdam.protocol.error.ErrorCode;

/**
 * Why a socket is closed (RFC 6455, 7.4).
 *
 * @param reason a word for programs, at most 123 bytes
 */
public record CloseCode(int code, String reason) {

    public static final CloseCode NORMAL = new CloseCode(1000, "");
    /** The server is being stopped: connect again soon. */
    public static final CloseCode GOING_AWAY = new CloseCode(1001, "going-away");
    /** A defect of ours, which the log tells. */
    public static final CloseCode INTERNAL_ERROR = new CloseCode(1011, ErrorCode.INTERNAL_ERROR.wireName());

    private static final int PRIVATE_USE = 4000;

    /** The client broke a rule of the conversation. */
    public static CloseCode violation(String rule) {
        return new CloseCode(1008, rule);
    }

    /** A failure that has a code: 4000 and its HTTP status. */
    public static CloseCode of(ErrorCode failure) {
        return failure == ErrorCode.INTERNAL_ERROR
                ? INTERNAL_ERROR
                : new CloseCode(PRIVATE_USE + failure.httpStatus(), failure.wireName());
    }
}
