package org.cofferdam.tests.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.template.PoolInfo;
import org.cofferdam.protocol.template.PoolSize;
import org.cofferdam.protocol.template.TemplateSpec;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.Await;

/** Rows about creation from a warm pool, whose containers have limits that no other row's have. */
final class PoolRows implements AutoCloseable {

    private static final String TEMPLATE =
            "bench-" + UUID.randomUUID().toString().substring(0, 8);
    private static final ResourceLimits LIMITS = new ResourceLimits(null, 192L << 20, null, null);
    private static final int POOL = 20;
    private static final int AT_ONCE = 8;
    private static final Duration FILLED = Duration.ofMinutes(3);

    private final Cofferdam cofferdam;
    private boolean made;

    PoolRows(Cofferdam cofferdam) {
        this.cofferdam = cofferdam;
    }

    private void fill() {
        if (!made) {
            cofferdam
                    .templates()
                    .put(TEMPLATE, new TemplateSpec(null, null, null, LIMITS, null, new PoolSize(POOL, null, 100)));
            made = true;
        }
        Await.until("The pool is full", FILLED, this::pool, it -> it.ready() == POOL && it.starting() == 0);
    }

    private PoolInfo pool() {
        return cofferdam.templates().pools().stream()
                .filter(it -> it.id().value().equals(TEMPLATE))
                .findAny()
                .orElseThrow();
    }

    private String create() {
        SandboxId id = new SandboxId("bench-" + UUID.randomUUID());
        cofferdam.create(new SandboxSpec(id, TEMPLATE, null, null, null, null, null, null, null));
        return id.value();
    }

    private Duration createAndRun(List<String> ids) throws Exception {
        return Samples.time(() -> {
            String id = create();
            synchronized (ids) {
                ids.add(id);
            }
            cofferdam.existing(id).exec("echo hello");
        });
    }

    private void destroy(List<String> ids) throws Exception {
        AtOnce.run(ids.size(), AT_ONCE, number -> {
            cofferdam.existing(ids.get(number)).destroy();
            return number;
        });
    }

    Row createToFirstOutput() throws Exception {
        fill();
        List<String> ids = new ArrayList<>();
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            times.add(createAndRun(ids));
        }
        destroy(ids);
        return Row.of("create to first output, warm", new Samples(times, Duration.ZERO), "", "20 ms");
    }

    Row burst(int size) throws Exception {
        fill();
        List<String> ids = new ArrayList<>();
        List<Duration> times = AtOnce.run(size, size, number -> createAndRun(ids));
        destroy(ids);
        String name = size > POOL
                ? "create to first output, burst of " + size + ", pool of " + POOL
                : "create to first output, burst of " + size + ", warm";
        return Row.of(name, new Samples(times, Duration.ZERO), "", "p99 500 ms warm");
    }

    Row claims() throws Exception {
        fill();
        List<String> ids = new ArrayList<>();
        Duration all = Samples.time(() -> AtOnce.run(POOL, AT_ONCE, number -> {
            String id = create();
            synchronized (ids) {
                ids.add(id);
            }
            return number;
        }));
        destroy(ids);
        double perSecond = POOL / (all.toNanos() / 1e9);
        return Row.ofValue("claims per second", String.format(Locale.ROOT, "%.0f/s", perSecond), "");
    }

    @Override
    public void close() {
        if (made) {
            cofferdam.templates().delete(TEMPLATE);
        }
    }
}
