package org.cofferdam.web.port;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.cofferdam.ejb.access.ApiKeys;
import org.cofferdam.ejb.port.ExposedPorts;
import org.cofferdam.ejb.sandbox.Sandboxes;

/** Hands the proxy the beans, which the server gives to servlet components only. */
@WebListener
public class PortServices implements ServletContextListener {

    @Inject
    Sandboxes sandboxes;

    @Inject
    ExposedPorts ports;

    @Inject
    ApiKeys keys;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (event.getServletContext().getAttribute(PortProxy.ATTRIBUTE) instanceof PortProxy proxy) {
            proxy.serve(new Routes(ports, keys), sandboxes);
        } else {
            throw new IllegalStateException("The proxy is not installed");
        }
    }
}
