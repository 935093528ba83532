package org.cofferdam.ejb.template;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.cofferdam.ejb.database.Database;
import org.cofferdam.persistence.sandbox.NewSandbox;
import org.cofferdam.persistence.template.Template;
import org.cofferdam.persistence.template.TemplateRepository;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.Page;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.template.TemplateId;
import org.cofferdam.protocol.template.TemplateInfo;
import org.cofferdam.protocol.template.TemplateSpec;
import org.jspecify.annotations.Nullable;

/** The use cases of templates. Failures are {@link SandboxException}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Templates {

    /** The most templates on a page of {@link #list}. */
    public static final int MAX_PAGE = 1000;

    @Inject
    private Database database;

    @Inject
    private SandboxConfiguration configuration;

    private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);

    /** Makes a template or replaces it; tells whether it is new. */
    public boolean put(TemplateId id, TemplateSpec spec) {
        Template template = Template.create(id, spec, clock.instant());
        configuration.settings().blueprint(spec); // checks itself
        return database.call(entities -> {
            TemplateRepository templates = new TemplateRepository(entities);
            Optional<Template> old = templates.find(id);
            old.ifPresentOrElse(it -> it.replace(spec), () -> templates.add(template));
            return old.isEmpty();
        });
    }

    /** @throws SandboxException {@code template-not-found} */
    public TemplateInfo get(TemplateId id) {
        return database.call(
                entities -> new TemplateRepository(entities).require(id).toInfo());
    }

    /**
     * Templates in the order of their names.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     * @param cursor of the page before, or null for the first page
     */
    public Page<TemplateInfo> list(int limit, @Nullable String cursor) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new SandboxException(ErrorCode.INVALID_VALUE, "limit is 1 to " + MAX_PAGE);
        }
        List<TemplateInfo> found =
                all(cursor, limit + 1).stream().map(Template::toInfo).toList();
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(found.subList(0, limit), found.get(limit - 1).id().value());
    }

    private List<Template> all(@Nullable String after, int limit) {
        return database.call(entities -> new TemplateRepository(entities).list(after, limit));
    }

    /** Fine when there is none. Sandboxes that were made by it stay; containers that wait for it go. */
    public void delete(TemplateId id) {
        database.run(entities -> {
            TemplateRepository templates = new TemplateRepository(entities);
            templates.find(id).ifPresent(templates::remove);
        });
    }

    /**
     * The sandbox that a request asks for: what it says, over its template, over the settings.
     *
     * @throws SandboxException {@code template-not-found}, {@code invalid-value} for what this version cannot do
     */
    public NewSandbox resolve(SandboxId id, SandboxSpec spec) {
        return configuration.settings().resolve(id, spec, templateOf(spec));
    }

    private TemplateSpec templateOf(SandboxSpec spec) {
        TemplateId asked = templateId(spec);
        return database.call(entities -> {
            TemplateRepository templates = new TemplateRepository(entities);
            return spec.template() == null
                    ? templates.find(asked).map(Template::spec).orElse(TemplateSpec.DEFAULTS)
                    : templates.require(asked).spec();
        });
    }

    /** The template that a request means. */
    public static TemplateId templateId(SandboxSpec spec) {
        return spec.template() == null ? TemplateId.DEFAULT : new TemplateId(spec.template());
    }

    /** Those with a pool. */
    public List<PooledTemplate> pooled() {
        SandboxSettings settings = configuration.settings();
        return all(null, Integer.MAX_VALUE).stream()
                .filter(it -> it.pool().most() > 0)
                .map(it -> new PooledTemplate(it.id(), settings.blueprint(it.spec()), it.pool()))
                .toList();
    }
}
