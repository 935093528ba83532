package org.cofferdam.web.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.TypeFactory;
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
        SandboxException own = ownCause(e);
        if (own != null) {
            return own;
        }
        return switch (e) {
            case UnrecognizedPropertyException unknown -> unknownField(unknown);
            case MismatchedInputException empty
            when empty.getPath().isEmpty() && empty.getTargetType() == null -> malformed(e, "");
            case MismatchedInputException wrong -> wrongType(typeOf(wrong), wrong.getPath());
            case JsonMappingException inside when !inside.getPath().isEmpty() -> wrongType(null, inside.getPath());
            default -> malformed(e, reason(e));
        };
    }

    private static @Nullable SandboxException ownCause(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SandboxException own) {
                return own;
            }
        }
        return null;
    }

    private static SandboxException unknownField(UnrecognizedPropertyException e) {
        List<String> known = e.getKnownPropertyIds() == null
                ? List.of()
                : e.getKnownPropertyIds().stream()
                        .map(Object::toString)
                        .sorted()
                        .toList();
        return new SandboxException(
                ErrorCode.UNKNOWN_FIELD,
                "Unknown field: " + member(e.getPath()),
                known.isEmpty() ? null : "Known here: " + String.join(", ", known),
                null);
    }

    static SandboxException wrongType(@Nullable JavaType type, List<Reference> path) {
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

    private static @Nullable JavaType typeOf(MismatchedInputException e) {
        return e.getTargetType() == null ? null : TypeFactory.defaultInstance().constructType(e.getTargetType());
    }

    private static String expected(@Nullable JavaType type) {
        return type == null ? "a valid value" : expected(type.getRawClass());
    }

    static String expected(Class<?> raw) {
        if (raw == String.class) {
            return "a string";
        }
        if (raw == Boolean.class || raw == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(raw) || raw.isPrimitive()) {
            return "a whole number in range";
        }
        if (raw.isEnum()) {
            return "one of " + String.join(", ", wireNames(raw));
        }
        return Collection.class.isAssignableFrom(raw) ? "an array" : "an object";
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

    private static String printable(String name) {
        String shown = name.replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 128 ? shown.substring(0, 128) + "…" : shown;
    }
}
