package org.cofferdam.ejb.database;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import javax.sql.DataSource;
import org.cofferdam.persistence.schema.Schema;

/** Brings the tables up to date before anything reads them. Flyway commits by itself, so there is no transaction around it. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class SchemaUpdate {

    @Resource(lookup = "java:jboss/datasources/CofferdamDS")
    private DataSource dataSource;

    @PostConstruct
    void migrate() {
        Schema.migrate(dataSource);
    }
}
