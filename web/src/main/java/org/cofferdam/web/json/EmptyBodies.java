package org.cofferdam.web.json;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/** A request without a body need not say that it is JSON. */
@Provider
@PreMatching
public class EmptyBodies implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        boolean empty = request.getLength() <= 0 && request.getHeaderString("Transfer-Encoding") == null;
        if (empty && request.getHeaderString(HttpHeaders.CONTENT_TYPE) == null) {
            request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
    }
}
