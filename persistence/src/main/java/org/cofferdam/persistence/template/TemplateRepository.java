package org.cofferdam.persistence.template;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.template.TemplateId;
import org.jspecify.annotations.Nullable;

/** Stores templates. Lives as long as a transaction, which its caller begins and ends. */
public final class TemplateRepository {

    private final EntityManager entities;

    public TemplateRepository(EntityManager entities) {
        this.entities = entities;
    }

    public void add(Template template) {
        entities.persist(template);
        entities.flush();
    }

    public Optional<Template> find(TemplateId id) {
        return Optional.ofNullable(entities.find(Template.class, id.value()));
    }

    /** @throws SandboxException {@code template-not-found} */
    public Template require(TemplateId id) {
        return find(id).orElseThrow(
                        () -> new SandboxException(ErrorCode.TEMPLATE_NOT_FOUND, "There is no template " + id));
    }

    public void remove(Template template) {
        entities.remove(template);
    }

    /**
     * Templates in the order of their names.
     *
     * @param after the name before the first, or null
     */
    public List<Template> list(@Nullable String after, int limit) {
        return entities.createQuery("select t from Template t where t.name > :after order by t.name", Template.class)
                .setParameter("after", after == null ? "" : after)
                .setMaxResults(limit)
                .getResultList();
    }
}
