package org.cofferdam.tests.server;

import org.cofferdam.tests.stage.Await;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The beans of sandboxes on H2. */
@ExtendWith(ArquillianExtension.class)
class SandboxBeansIT extends SandboxBeansContract {

    @Deployment
    static EnterpriseArchive application() {
        return TestedApplication.with(SandboxBeansIT.class, SandboxBeansContract.class, Await.class);
    }
}
