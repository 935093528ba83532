package org.cofferdam.persistence.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.AttributeConverter;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Environment variables as one JSON object; null, which unsets one of the image, is kept. */
final class VariablesConverter implements AttributeConverter<Variables, String> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, @Nullable String>> TYPE = new TypeReference<>() {};

    @Override
    public String convertToDatabaseColumn(Variables env) {
        try {
            return JSON.writeValueAsString(env.values());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not writable as JSON", e);
        }
    }

    @Override
    public Variables convertToEntityAttribute(String column) {
        try {
            return new Variables(JSON.readValue(column, TYPE));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The column env is damaged", e);
        }
    }
}
