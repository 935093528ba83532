package org.cofferdam.persistence.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.AttributeConverter;
import org.cofferdam.protocol.template.TemplateSpec;

/** A template as one JSON object; what a newer server wrote into it is passed over. */
final class TemplateSpecConverter implements AttributeConverter<TemplateSpec, String> {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Override
    public String convertToDatabaseColumn(TemplateSpec spec) {
        try {
            return JSON.writeValueAsString(spec);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not writable as JSON", e);
        }
    }

    @Override
    public TemplateSpec convertToEntityAttribute(String column) {
        try {
            return JSON.readValue(column, TemplateSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The column spec is damaged", e);
        }
    }
}
