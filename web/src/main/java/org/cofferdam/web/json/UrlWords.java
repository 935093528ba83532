package org.cofferdam.web.json;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.function.Function;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Parameters of a URL that are flags, numbers or one of a few words: what is none is refused, where JAX-RS would say 404 or guess. */
@Provider
public class UrlWords implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked") // the types are compared
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        String name = nameOf(annotations);
        if (type == boolean.class || type == Boolean.class) {
            return (ParamConverter<T>) new Words<>(word -> flag(name, word));
        }
        if (type == int.class || type == Integer.class) {
            return (ParamConverter<T>) new Words<>(word -> Math.toIntExact(number(name, word, Integer.MAX_VALUE)));
        }
        if (type == long.class || type == Long.class) {
            return (ParamConverter<T>) new Words<>(word -> number(name, word, Long.MAX_VALUE));
        }
        return type.isEnum() ? new Words<>(word -> oneOf(name, word, type)) : null;
    }

    private static String nameOf(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam query) {
                return query.value();
            }
        }
        return "A parameter";
    }

    private static Boolean flag(String name, String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(name + " is not true or false");
        };
    }

    private static long number(String name, String word, long most) {
        try {
            long number = Long.parseLong(word);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, name + " is not a whole number", e);
        }
        throw invalid(name + " is not 0 to " + most);
    }

    private static <T> T oneOf(String name, String word, Class<T> type) {
        try {
            return Json.ofWord(word, type);
        } catch (SandboxException e) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, name + " is not " + JsonFailures.expected(type), e);
        }
    }

    private static SandboxException invalid(String detail) {
        return new SandboxException(ErrorCode.INVALID_VALUE, detail);
    }

    /** A parameter that was not sent is null, whatever its type. */
    private record Words<T>(Function<String, T> reading) implements ParamConverter<T> {

        @Override
        public @Nullable T fromString(@Nullable String word) {
            return word == null ? null : reading.apply(word);
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }
    }
}
