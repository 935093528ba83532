package org.cofferdam.tests.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.cofferdam.connector.ContainerPlatform;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The application deploys with all its parts, and the server gives it what it asks for. */
@ExtendWith(ArquillianExtension.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ApplicationIT {

    @Resource(lookup = "java:jboss/datasources/CofferdamDS")
    private DataSource database;

    @Resource(lookup = "java:/cofferdam/ContainerPlatform")
    private ContainerPlatform platform;

    @Deployment
    static EnterpriseArchive application() {
        return TestedApplication.with(ApplicationIT.class);
    }

    @Test
    void dataSourceConnects() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void adapterOffersItsConnectionFactory() {
        assertThat(platform).isNotNull();
    }
}
