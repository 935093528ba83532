package org.cofferdam.ejb.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.cofferdam.protocol.template.TemplateId;

/** How many sandboxes of each template got a container from the pool, and how many did not. */
final class ClaimCounts {

    private final Map<TemplateId, LongAdder> claimed = new ConcurrentHashMap<>();
    private final Map<TemplateId, LongAdder> missed = new ConcurrentHashMap<>();

    void note(TemplateId template, boolean fromPool) {
        (fromPool ? claimed : missed)
                .computeIfAbsent(template, _ -> new LongAdder())
                .increment();
    }

    long claimed(TemplateId template) {
        return sum(claimed, template);
    }

    long missed(TemplateId template) {
        return sum(missed, template);
    }

    private static long sum(Map<TemplateId, LongAdder> counts, TemplateId template) {
        LongAdder count = counts.get(template);
        return count == null ? 0 : count.sum();
    }
}
