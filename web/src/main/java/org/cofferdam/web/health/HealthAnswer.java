package org.cofferdam.web.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/** Outcomes of checks as MicroProfile Health 4, 3.2 writes them. */
record HealthAnswer(HealthCheckResponse.Status status, List<Check> checks) {

    /** One outcome. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Check(
            String name,
            HealthCheckResponse.Status status,
            @Nullable Map<String, Object> data) {}

    static HealthAnswer of(HealthCheckResponse check) {
        return new HealthAnswer(
                check.getStatus(),
                List.of(new Check(
                        check.getName(), check.getStatus(), check.getData().orElse(null))));
    }

    boolean up() {
        return status == HealthCheckResponse.Status.UP;
    }
}
