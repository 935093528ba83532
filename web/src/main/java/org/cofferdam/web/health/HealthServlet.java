package org.cofferdam.web.health;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.web.error.Problems;
import org.cofferdam.web.json.Json;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** {@code /health/ready} and {@code /health/live} on the port that clients can reach; the server's own are on the management port. */
@WebServlet("/health/*")
public class HealthServlet extends HttpServlet {

    @Inject
    @Readiness
    ServingCheck serving;

    @Inject
    @Liveness
    LivingCheck living;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        switch (path) {
            case "/live" -> send(living.call(), response);
            case "/ready" -> send(serving.call(), response);
            default -> Problems.send(Problems.of(ErrorCode.NOT_FOUND, "See /health/ready and /health/live"), response);
        }
    }

    private static void send(HealthCheckResponse check, HttpServletResponse response) throws IOException {
        HealthAnswer answer = HealthAnswer.of(check);
        response.setStatus(answer.up() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.getOutputStream().write(Json.bytes(answer));
    }
}
