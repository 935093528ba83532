package org.cofferdam.web.template;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.cofferdam.ejb.pool.WarmPool;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.protocol.template.PoolInfo;
import org.cofferdam.web.access.Roles;

/** {@code /pool}, for administrators. */
@Path("pool")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@ApplicationScoped
public class PoolResource {

    @Inject
    WarmPool pool;

    @GET
    public Page<PoolInfo> list() {
        return new Page<>(pool.info(), null);
    }
}
