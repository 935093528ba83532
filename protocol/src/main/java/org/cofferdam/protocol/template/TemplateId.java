package org.cofferdam.protocol.template;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** A template's name: {@code [a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?}. */
public record TemplateId(@JsonValue String value) {

    private static final Pattern SYNTAX = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** The template of sandboxes whose request names none, where there is one of this name. */
    public static final TemplateId DEFAULT = new TemplateId("default");

    /** @throws SandboxException {@code invalid-value} */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TemplateId {
        if (!SYNTAX.matcher(value).matches()) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE, "A template's name has 1 to 63 characters of a-z, 0-9 and inner hyphens");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
