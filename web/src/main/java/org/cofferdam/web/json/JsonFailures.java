package org.cofferdam.web.json;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with JSON in words of its own: Jackson's would show names of our classes. */
final class JsonFailures {

    private JsonFailures() {}

    static SandboxException explain(JsonProcessingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SandboxException own -> {
                    return own;
                }
                case InputCoercionException outOfRange -> {
                    return wrongType(outOfRange.getTargetType(), pathOf(e));
                }
                default -> {}
            }
        }
        return switch (e) {
            case MismatchedInputException empty
            when empty.getPath().isEmpty() && empty.getTargetType() == null -> malformed(e, "");
            case JsonMappingException wrong when !isMalformed(wrong) -> wrongType(targetOf(wrong), wrong.getPath());
            default -> malformed(e, reason(e));
        };
    }

    /** Whether Jackson only wrapped what its parser found. */
    private static boolean isMalformed(JsonMappingException e) {
        return e.getCause() instanceof StreamReadException;
    }

    private static List<Reference> pathOf(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    }

    private static @Nullable Class<?> targetOf(JsonMappingException e) {
        return e instanceof MismatchedInputException mismatched ? mismatched.getTargetType() : null;
    }

    static SandboxException wrongType(@Nullable Class<?> type, List<Reference> path) {
        String subject = path.isEmpty() ? "The body" : member(path);
        return new SandboxException(ErrorCode.INVALID_VALUE, subject + " is not " + expected(type));
    }

    private static SandboxException malformed(JsonProcessingException e, String reason) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new SandboxException(ErrorCode.MALFORMED_REQUEST, "Not JSON" + where + reason);
    }

    /** Jackson's own words where they show nothing of the inside. */
    private static String reason(JsonProcessingException e) {
        String words = e.getOriginalMessage();
        return words == null || words.contains("[Source") || words.contains("`") ? "" : ": " + words;
    }

    static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "a valid value";
        }
        if (type == String.class || isWord(type)) {
            return "a string";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a whole number in range";
        }
        if (type.isEnum()) {
            return "one of " + String.join(", ", wireNames(type));
        }
        return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    /** Whether it is a record that is a mere string in JSON, as ids are. */
    private static boolean isWord(Class<?> type) {
        return type.isRecord()
                && type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getAccessor().isAnnotationPresent(JsonValue.class);
    }

    private static List<String> wireNames(Class<?> enumType) {
        return Arrays.stream(enumType.getEnumConstants())
                .map(constant -> new String(Json.bytes(constant), StandardCharsets.UTF_8))
                .map(quoted -> quoted.substring(1, quoted.length() - 1))
                .toList();
    }

    private static String member(List<Reference> path) {
        StringBuilder name = new StringBuilder();
        for (Reference step : path) {
            if (step.getFieldName() == null) {
                name.append('[').append(step.getIndex()).append(']');
            } else {
                name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return printable(name.toString());
    }

    static String printable(String name) {
        String shown = name.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 128 ? shown.substring(0, 128) + "…" : shown;
    }
}
