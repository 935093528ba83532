package org.cofferdam.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.cofferdam.ejb.access.ApiKeyCaller;
import org.cofferdam.ejb.access.ApiKeys;
import org.cofferdam.ejb.access.Tickets;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.web.error.Problems;

/**
 * {@code Authorization: Bearer KEY} (RFC 6750), asked of every request but the few that are public; a WebSocket's handshake may bring a ticket
 * instead. It runs before all else.
 */
@ApplicationScoped
public class BearerAuthentication implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";

    @Inject
    ApiKeys keys;

    @Inject
    Tickets tickets;

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        AnswerHeaders.addTo(response);
        if (PublicPaths.contain(request)) {
            return context.doNothing();
        }
        try {
            Optional<ApiKeyCaller> caller = caller(request);
            return caller.isPresent()
                    ? context.notifyContainerAboutLogin(
                            new CallerPrincipal(caller.get().keyId()), roles(caller.get()))
                    : refuse(response);
        } catch (RuntimeException e) {
            return answer(Problems.of(e), response);
        }
    }

    private Optional<ApiKeyCaller> caller(HttpServletRequest request) {
        Optional<String> bearer = bearer(request);
        return bearer.isPresent()
                ? keys.authenticate(bearer.get())
                : TicketUse.in(request).flatMap(use -> tickets.take(use.ticket(), use.sandbox()));
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    /** An administrator is a user too. */
    private static Set<String> roles(ApiKeyCaller caller) {
        return caller.roles().contains(Role.ADMIN) ? Set.of(Roles.USER, Roles.ADMIN) : Set.of(Roles.USER);
    }

    private static AuthenticationStatus refuse(HttpServletResponse response) {
        response.setHeader("WWW-Authenticate", "Bearer realm=\"cofferdam\"");
        return answer(Problems.of(ErrorCode.UNAUTHENTICATED, "Send a valid key: Authorization: Bearer KEY"), response);
    }

    private static AuthenticationStatus answer(Problem problem, HttpServletResponse response) {
        try {
            Problems.send(problem, response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return AuthenticationStatus.SEND_FAILURE;
    }
}
