package org.cofferdam.web.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/**
 * Finds the member that a record does not have. Jackson looks for one only after the record was made, and when that fails for the
 * member that is missing, nobody hears of the one that was misspelt.
 */
final class UnknownFields {

    private UnknownFields() {}

    static Optional<SandboxException> firstIn(JsonNode json, Class<?> type) {
        return firstIn(json, type, "");
    }

    private static Optional<SandboxException> firstIn(JsonNode json, Class<?> type, String path) {
        if (!type.isRecord() || !json.isObject()) {
            return Optional.empty();
        }
        List<RecordComponent> known = List.of(type.getRecordComponents());
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            String name = path + member.getKey();
            Optional<RecordComponent> component = known.stream()
                    .filter(one -> one.getName().equals(member.getKey()))
                    .findFirst();
            Optional<SandboxException> found = component.isEmpty()
                    ? Optional.of(refusal(name, type))
                    : firstIn(member.getValue(), component.get().getType(), name + ".");
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    static SandboxException refusal(String name, Class<?> type) {
        List<String> known = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        return new SandboxException(
                ErrorCode.UNKNOWN_FIELD,
                "Unknown field: " + JsonFailures.printable(name),
                "Known here: " + String.join(", ", known),
                null);
    }
}
