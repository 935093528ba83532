package org.cofferdam.protocol.error;

import static org.cofferdam.protocol.error.ErrorKind.APPLICATION;
import static org.cofferdam.protocol.error.ErrorKind.EXTERNAL;
import static org.cofferdam.protocol.error.ErrorKind.INTERNAL;
import static org.cofferdam.protocol.error.ErrorKind.LIMIT;
import static org.cofferdam.protocol.error.ErrorKind.USER;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The stable codes of every error that leaves Cofferdam, each with its HTTP status. */
public enum ErrorCode {
    MALFORMED_REQUEST(USER, 400, "The request is malformed"),
    UNKNOWN_FIELD(USER, 400, "The request has an unknown field"),
    INVALID_VALUE(USER, 400, "A value is out of its range or of the wrong type"),
    INVALID_SANDBOX_ID(USER, 400, "Not a sandbox id"),
    INVALID_PATH(USER, 400, "Not a path"),
    INVALID_ENVIRONMENT(USER, 400, "Not an environment variable"),
    UNAUTHENTICATED(USER, 401, "A valid API key is needed"),
    FORBIDDEN(USER, 403, "The API key does not allow this"),
    ORIGIN_NOT_ALLOWED(USER, 403, "Pages of this origin are not allowed here"),
    NOT_FOUND(USER, 404, "No such resource"),
    SANDBOX_NOT_FOUND(USER, 404, "No such sandbox"),
    PROCESS_NOT_FOUND(USER, 404, "No such process"),
    SESSION_NOT_FOUND(USER, 404, "No such session"),
    CONTEXT_NOT_FOUND(USER, 404, "No such context"),
    EXECUTION_NOT_FOUND(USER, 404, "No such execution"),
    FILE_NOT_FOUND(USER, 404, "No such file or directory"),
    PORT_NOT_FOUND(USER, 404, "The port is not exposed"),
    PREVIEW_NOT_FOUND(USER, 404, "No such preview"),
    GIT_REPOSITORY_NOT_FOUND(USER, 404, "No such repository"),
    GIT_REF_NOT_FOUND(USER, 404, "The repository has no such branch, tag or commit"),
    TEMPLATE_NOT_FOUND(USER, 404, "No such template"),
    KEY_NOT_FOUND(USER, 404, "No such API key"),
    METHOD_NOT_ALLOWED(USER, 405, "The resource does not have this method"),
    NOT_ACCEPTABLE(USER, 406, "No such representation"),
    WAIT_TIMEOUT(LIMIT, 408, "The wait ran out"),
    GIT_TIMEOUT(LIMIT, 408, "Git was not ready in time"),
    SANDBOX_EXISTS(USER, 409, "The sandbox exists"),
    SANDBOX_STATE(USER, 409, "The sandbox is in a state that does not allow this"),
    SANDBOX_FAILED(USER, 409, "The sandbox has failed"),
    PROCESS_EXISTS(USER, 409, "The process id is taken"),
    SESSION_EXISTS(USER, 409, "The session exists"),
    INPUT_GAP(USER, 409, "Input before this is missing"),
    OPERATION_EXISTS(USER, 409, "The operation id is taken"),
    CONTEXT_EXISTS(USER, 409, "The context exists"),
    EXECUTION_EXISTS(USER, 409, "The execution id is taken"),
    FILE_EXISTS(USER, 409, "The file exists"),
    DIRECTORY_NOT_EMPTY(USER, 409, "The directory is not empty"),
    FILE_CHANGED(USER, 409, "The file changed while it was read"),
    GIT_CONFLICT(USER, 409, "The histories or changes conflict"),
    GIT_NOTHING_TO_COMMIT(USER, 409, "There is nothing to commit"),
    SESSION_ENDED(USER, 410, "The session has ended"),
    PROCESS_LOST(USER, 410, "Nobody knows whether the process ran"),
    PROCESS_ENDED(USER, 410, "The process has ended"),
    TOO_LARGE(LIMIT, 413, "Larger than the limit"),
    UNSUPPORTED_MEDIA_TYPE(USER, 415, "The media type is not supported"),
    RANGE_NOT_SATISFIABLE(USER, 416, "The range is outside the file"),
    IS_DIRECTORY(USER, 422, "The path is a directory"),
    NOT_DIRECTORY(USER, 422, "The path is not a directory"),
    SYMLINK_LOOP(USER, 422, "Too many symbolic links"),
    NAME_TOO_LONG(USER, 422, "The file name is too long"),
    PERMISSION_DENIED(USER, 422, "The sandbox's user may not do this"),
    READ_ONLY(USER, 422, "The file system is read-only"),
    INVALID_ARCHIVE(USER, 422, "The archive cannot be unpacked"),
    PATTERN_TOO_COSTLY(LIMIT, 422, "The pattern takes too long or too much memory"),
    GIT_NO_REPOSITORY(USER, 422, "The directory is in no git repository"),
    GIT_AUTHENTICATION_FAILED(USER, 422, "The credentials do not open the repository"),
    GIT_HOST_UNKNOWN(USER, 422, "The repository's server is not the one that is known"),
    GIT_MISSING(USER, 422, "The image has no git"),
    GIT_FAILED(USER, 422, "Git failed"),
    NO_SPACE(LIMIT, 422, "No space is left in the sandbox"),
    USER_UNKNOWN(USER, 422, "The image has no such user"),
    USER_NOT_ALLOWED(USER, 422, "Commands may not run as this user"),
    CWD_NOT_FOUND(USER, 422, "The working directory does not exist"),
    NO_SHELL(USER, 422, "The image has no shell"),
    LANGUAGE_UNKNOWN(USER, 422, "The image has no kernel for the language"),
    KERNEL_FAILED(USER, 422, "The kernel does not start"),
    IMAGE_NOT_FOUND(USER, 422, "The image does not exist"),
    PREVIEW_NAME_TOO_LONG(USER, 422, "The preview's host name would be too long"),
    QUOTA_EXCEEDED(LIMIT, 429, "The quota is used up"),
    INTERNAL_ERROR(INTERNAL, 500, "An internal error"),
    RUNTIME_ERROR(EXTERNAL, 502, "The container platform refused"),
    PORT_NOT_LISTENING(APPLICATION, 502, "Nothing listens on the port"),
    APPLICATION_ERROR(APPLICATION, 502, "The application behind the port gave no HTTP answer"),
    GIT_UNREACHABLE(APPLICATION, 502, "The repository's server cannot be reached"),
    AGENT_LOST(EXTERNAL, 502, "The sandbox's agent is gone"),
    RUNTIME_UNAVAILABLE(EXTERNAL, 503, "The container platform does not answer"),
    DATABASE_UNAVAILABLE(EXTERNAL, 503, "The database does not answer"),
    BUSY(EXTERNAL, 503, "The sandbox is busy with another control operation"),
    START_TIMEOUT(EXTERNAL, 504, "The sandbox did not start in time");

    private final ErrorKind kind;
    private final int httpStatus;
    private final String title;
    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ErrorCode(ErrorKind kind, int httpStatus, String title) {
        this.kind = kind;
        this.httpStatus = httpStatus;
        this.title = title;
    }

    public ErrorKind kind() {
        return kind;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** A short, constant, human-readable summary (RFC 9457 {@code title}). */
    public String title() {
        return title;
    }

    /** The code as clients see it, for example {@code sandbox-not-found}. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** The code of a wire name; an unknown one (a newer peer) is {@link #INTERNAL_ERROR}. */
    @JsonCreator
    public static ErrorCode of(String wireName) {
        for (ErrorCode code : values()) {
            if (code.wireName.equals(wireName)) {
                return code;
            }
        }
        return INTERNAL_ERROR;
    }
}
