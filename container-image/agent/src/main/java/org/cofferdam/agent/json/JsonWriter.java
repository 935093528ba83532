package org.cofferdam.agent.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.terminal.TerminalEvent;
import org.jspecify.annotations.Nullable;

/** Writes values; a component that is null is left out. */
final class JsonWriter {

    private final JsonGenerator json;

    JsonWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(Object value) throws IOException {
        switch (value) {
            case String text -> json.writeString(text);
            case Boolean bool -> json.writeBoolean(bool);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Enum<?> constant -> json.writeString(EnumNames.of(constant));
            case Record record -> writeRecord(record);
            case List<?> items -> {
                json.writeStartArray();
                for (Object item : items) {
                    write(item);
                }
                json.writeEndArray();
            }
            case Map<?, ?> members -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    writeMember(String.valueOf(member.getKey()), member.getValue());
                }
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }

    private void writeRecord(Record value) throws IOException {
        RecordShape shape = RecordShape.of(value.getClass());
        if (shape.isScalar()) {
            json.writeString(String.valueOf(shape.get(value, 0)));
            return;
        }
        json.writeStartObject();
        if (value instanceof ProcessEvent event) {
            json.writeStringField("type", typeName(event));
        }
        if (value instanceof TerminalEvent event) {
            json.writeStringField("type", typeName(event));
        }
        if (value instanceof RunEvent event) {
            json.writeStringField("type", event.eventName());
        }
        for (int i = 0; i < shape.size(); i++) {
            Object component = shape.get(value, i);
            if (component != null) {
                writeMember(shape.name(i), component);
            }
        }
        json.writeEndObject();
    }

    private void writeMember(String name, @Nullable Object value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            write(value);
        }
    }

    private static String typeName(TerminalEvent event) {
        return switch (event) {
            case TerminalEvent.Ready ready -> "ready";
            case TerminalEvent.Skipped skipped -> "skipped";
            case TerminalEvent.Resized resized -> "resized";
            case TerminalEvent.Output output -> "output";
            case TerminalEvent.Exit exit -> "exit";
            case TerminalEvent.Failure failure -> "error";
        };
    }

    private static String typeName(ProcessEvent event) {
        return switch (event) {
            case ProcessEvent.Start start -> "start";
            case ProcessEvent.Output output -> "output";
            case ProcessEvent.Truncated truncated -> "truncated";
            case ProcessEvent.Complete complete -> "complete";
        };
    }
}
