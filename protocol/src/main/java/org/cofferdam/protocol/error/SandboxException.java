package org.cofferdam.protocol.error;

import org.jspecify.annotations.Nullable;

/** The one exception of Cofferdam: a code that stays, a detail for a person, and where useful what to do next. */
public final class SandboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String hint;

    public SandboxException(ErrorCode code, String detail) {
        this(code, detail, null, null);
    }

    public SandboxException(ErrorCode code, String detail, @Nullable Throwable cause) {
        this(code, detail, null, cause);
    }

    /** @param hint what the caller can do about it, or null */
    public SandboxException(ErrorCode code, String detail, @Nullable String hint, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.hint = hint;
    }

    public ErrorCode code() {
        return code;
    }

    public @Nullable String hint() {
        return hint;
    }

    /** The detail; never null, unlike {@link #getMessage()} by its declaration. */
    public String detail() {
        String message = getMessage();
        return message == null ? code.title() : message;
    }
}
