package org.cofferdam.ejb.template;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the settings once, and lets the server start only with good ones. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SandboxConfiguration {

    private SandboxSettings settings;

    /** For the server. */
    @SuppressWarnings("NullAway.Init")
    public SandboxConfiguration() {}

    @PostConstruct
    void read() {
        Config config = ConfigProvider.getConfig();
        settings = SandboxSettings.from(key -> config.getOptionalValue(key, String.class));
    }

    public SandboxSettings settings() {
        return settings;
    }
}
