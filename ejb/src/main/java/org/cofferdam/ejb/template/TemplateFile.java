package org.cofferdam.ejb.template;

import static java.lang.System.Logger.Level.INFO;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cofferdam.protocol.template.TemplateId;
import org.cofferdam.protocol.template.TemplateSpec;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Puts the templates of a file in place when the server starts, and lets it start only with a good one. {@code cofferdam.templates.file}
 * names it: a JSON object of templates by name, as in {@code PUT /templates/{name}}. Others stay as they are.
 */
@Singleton
@Startup
@DependsOn({"SchemaUpdate", "Database", "SandboxConfiguration"})
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TemplateFile {

    private static final System.Logger LOG = System.getLogger(TemplateFile.class.getName());
    private static final TypeReference<Map<String, TemplateSpec>> TYPE = new TypeReference<>() {};

    @Inject
    private Templates templates;

    @PostConstruct
    void read() {
        ConfigProvider.getConfig()
                .getOptionalValue("cofferdam.templates.file", String.class)
                .map(Path::of)
                .ifPresent(this::read);
    }

    private void read(Path file) {
        Map<String, TemplateSpec> specs = parse(file);
        specs.forEach((name, spec) -> templates.put(new TemplateId(name), spec));
        LOG.log(INFO, "Templates of {0}: {1}", file, specs.keySet());
    }

    private static Map<String, TemplateSpec> parse(Path file) {
        try {
            return new ObjectMapper().readValue(Files.readString(file), TYPE);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cofferdam.templates.file: " + file + " is no JSON object of templates: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cofferdam.templates.file: " + file + " cannot be read", e);
        }
    }
}
