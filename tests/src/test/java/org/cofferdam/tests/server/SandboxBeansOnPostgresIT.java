package org.cofferdam.tests.server;

import org.cofferdam.tests.stage.Await;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.as.arquillian.api.ServerSetup;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The beans of sandboxes on PostgreSQL. */
@ExtendWith(ArquillianExtension.class)
@ServerSetup(PostgresDatabase.class)
class SandboxBeansOnPostgresIT extends SandboxBeansContract {

    @Deployment
    static EnterpriseArchive application() {
        return TestedApplication.with(
                SandboxBeansOnPostgresIT.class, SandboxBeansContract.class, PostgresDatabase.class, Await.class);
    }
}
