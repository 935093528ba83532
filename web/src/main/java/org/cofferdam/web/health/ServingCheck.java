package org.cofferdam.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.cofferdam.ejb.health.Readiness;
import org.cofferdam.ejb.health.ReadinessReport;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/** Whether requests can be served now. Which part fails is public, why is not: that is in the log. */
@org.eclipse.microprofile.health.Readiness
@ApplicationScoped
public class ServingCheck implements HealthCheck {

    @Inject
    Readiness readiness;

    @Override
    public HealthCheckResponse call() {
        ReadinessReport report = readiness.check();
        return HealthCheckResponse.named("serving")
                .withData("database", word(report.database()))
                .withData("platform", word(report.platform()))
                .status(report.ready())
                .build();
    }

    private static String word(@Nullable String failure) {
        return failure == null ? "UP" : "DOWN";
    }
}
