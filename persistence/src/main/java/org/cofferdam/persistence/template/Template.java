package org.cofferdam.persistence.template;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cofferdam.protocol.template.PoolSize;
import org.cofferdam.protocol.template.TemplateId;
import org.cofferdam.protocol.template.TemplateInfo;
import org.cofferdam.protocol.template.TemplateSpec;

/** What holds for sandboxes that name it where their requests say nothing. */
@Entity
@Table(name = "template")
public class Template {

    @Id
    private String name;

    @Version
    private long version;

    @Convert(converter = TemplateSpecConverter.class)
    private TemplateSpec spec;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Template() {}

    private Template(TemplateId id, TemplateSpec spec, Instant createdAt) {
        name = id.value();
        this.spec = spec;
        this.createdAt = createdAt;
    }

    public static Template create(TemplateId id, TemplateSpec spec, Instant now) {
        return new Template(id, spec, now);
    }

    /** From now on; sandboxes that were made by it stay as they are. */
    public void replace(TemplateSpec newSpec) {
        spec = newSpec;
    }

    public TemplateId id() {
        return new TemplateId(name);
    }

    public TemplateSpec spec() {
        return spec;
    }

    public PoolSize pool() {
        return Objects.requireNonNullElse(spec.pool(), PoolSize.NONE);
    }

    /** As administrators see it. */
    public TemplateInfo toInfo() {
        Map<String, ?> env = Objects.requireNonNullElse(spec.env(), Map.of());
        List<String> variables = env.keySet().stream().sorted().toList();
        return new TemplateInfo(
                id(), spec.image(), variables, spec.sleepAfter(), spec.resources(), spec.network(), pool(), createdAt);
    }
}
