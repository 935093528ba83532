package org.cofferdam.protocol.wire;

/**
 * One frame: {@code u32 length | u8 kind | payload}, where the length counts kind and payload.
 *
 * @param payload owned by the frame; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Frame(FrameKind kind, byte[] payload) {}
