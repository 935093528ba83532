package org.cofferdam.persistence.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.persistence.TestDatabase;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.cofferdam.protocol.template.PoolSize;
import org.cofferdam.protocol.template.TemplateId;
import org.cofferdam.protocol.template.TemplateSpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.cofferdam.persistence.TestDatabase#all")
@Timeout(60)
class TemplateRepositoryTest {

    private final TestDatabase database;

    TemplateRepositoryTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void clear() {
        database.clear();
    }

    private void add(String name, TemplateSpec spec) {
        database.run(entities -> new TemplateRepository(entities)
                .add(Template.create(new TemplateId(name), spec, Instant.parse("2026-01-02T03:04:05Z"))));
    }

    private TemplateSpec spec(String name) {
        return database.call(entities ->
                new TemplateRepository(entities).require(new TemplateId(name)).spec());
    }

    @Test
    void everythingOfATemplateIsKept() {
        Map<String, @Nullable String> env = new HashMap<>();
        env.put("SET", "1");
        env.put("UNSET", null);
        TemplateSpec spec = new TemplateSpec(
                "python",
                env,
                new SleepAfter("1h"),
                new ResourceLimits(500, 1L << 30, 128, null),
                NetworkMode.NONE,
                new PoolSize(2, 8, 5));
        add("python", spec);
        add("plain", TemplateSpec.DEFAULTS);
        assertThat(spec("python")).isEqualTo(spec);
        assertThat(spec("plain")).isEqualTo(TemplateSpec.DEFAULTS);
        database.run(entities -> new TemplateRepository(entities)
                .require(new TemplateId("plain"))
                .replace(spec));
        assertThat(spec("plain")).isEqualTo(spec);
    }

    @Test
    void templatesAreListedByNameAndPage() {
        List.of("c", "a", "b").forEach(name -> add(name, TemplateSpec.DEFAULTS));
        assertThat(database.<List<String>>call(entities -> new TemplateRepository(entities)
                        .list("a", 5).stream().map(it -> it.id().value()).toList()))
                .containsExactly("b", "c");
    }

    @Test
    void whatIsNotThereIsSaidSo() {
        assertThatThrownBy(() -> spec("none"))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPLATE_NOT_FOUND));
    }
}
