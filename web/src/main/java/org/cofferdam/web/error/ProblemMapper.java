package org.cofferdam.web.error;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.cofferdam.protocol.error.Problem;

/** The one mapper of everything that a resource, a bean or JAX-RS itself throws. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    @Context
    @SuppressWarnings("NullAway.Init") // JAX-RS sets it
    HttpServletResponse servletResponse;

    @Override
    public Response toResponse(Throwable thrown) {
        Problem problem = Problems.of(thrown);
        forgetWhatWasWritten();
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problems.MEDIA_TYPE).entity(problem);
        if (thrown instanceof NotAllowedException notAllowed) {
            response.header(HttpHeaders.ALLOW, notAllowed.getResponse().getHeaderString(HttpHeaders.ALLOW));
        }
        return response.build();
    }

    /** A stream may fail when some of it is in the buffer already. */
    private void forgetWhatWasWritten() {
        if (!servletResponse.isCommitted()) {
            servletResponse.resetBuffer();
        }
    }
}
