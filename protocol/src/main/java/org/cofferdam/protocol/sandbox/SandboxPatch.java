package org.cofferdam.protocol.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes to a sandbox; null leaves as it is. {@code labels} replaces all of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SandboxPatch(
        @Nullable Map<String, String> labels, @Nullable SleepAfter sleepAfter) {

    public SandboxPatch {
        if (labels != null) {
            labels = Labels.requireValid(labels);
        }
    }
}
