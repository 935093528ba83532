package org.cofferdam.web.port;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;

/** Puts {@link PortProxy} before everything else, authentication too: a request to a preview host is none of the API's. */
public final class PortExtension implements ServletExtension {

    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        PortProxy proxy = new PortProxy();
        context.setAttribute(PortProxy.ATTRIBUTE, proxy);
        deployment.addInitialHandlerChainWrapper(proxy::before);
    }
}
