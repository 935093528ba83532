package org.cofferdam.persistence.sandbox;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.jspecify.annotations.Nullable;

/** Lists sandboxes in two queries, one for their rows and one for their labels, and without what a list does not show. */
final class SandboxListing {

    private static final String COLUMNS =
            "select s.id, s.state, s.image, s.sleepAfter, s.limits, s.network, s.createdAt,"
                    + " s.lastActiveAt, s.failure from Sandbox s";

    private final EntityManager entities;

    SandboxListing(EntityManager entities) {
        this.entities = entities;
    }

    List<SandboxInfo> list(
            Map<String, String> labels, @Nullable SandboxState state, @Nullable SandboxId after, int limit) {
        List<Object[]> rows = rows(labels, state, after, limit);
        Map<String, Map<String, String>> labelsById =
                labels(rows.stream().map(row -> (String) row[0]).toList());
        return rows.stream()
                .map(row -> toInfo(row, labelsById.getOrDefault((String) row[0], Map.of())))
                .toList();
    }

    private List<Object[]> rows(
            Map<String, String> labels, @Nullable SandboxState state, @Nullable SandboxId after, int limit) {
        StringBuilder joins = new StringBuilder();
        StringBuilder where = new StringBuilder(" where s.state <> :gone");
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("gone", SandboxState.DESTROYED);
        if (state != null) {
            where.append(" and s.state = :state");
            parameters.put("state", state);
        }
        if (after != null) {
            where.append(" and s.id > :after");
            parameters.put("after", after.value());
        }
        int i = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            joins.append(" join s.labels l").append(i);
            where.append(" and key(l%1$d) = :key%1$d and value(l%1$d) = :value%1$d".formatted(i));
            parameters.put("key" + i, label.getKey());
            parameters.put("value" + i, label.getValue());
            i++;
        }
        TypedQuery<Object[]> query = entities.createQuery(COLUMNS + joins + where + " order by s.id", Object[].class);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList();
    }

    private Map<String, Map<String, String>> labels(List<String> ids) {
        Map<String, Map<String, String>> byId = new HashMap<>();
        entities.createQuery(
                        "select s.id, key(l), value(l) from Sandbox s join s.labels l where s.id in :ids",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultStream()
                .forEach(row -> byId.computeIfAbsent((String) row[0], _ -> new HashMap<>())
                        .put((String) row[1], (String) row[2]));
        return byId;
    }

    private static SandboxInfo toInfo(Object[] row, Map<String, String> labels) {
        SandboxState state = (SandboxState) row[1];
        return new SandboxInfo(
                new SandboxId((String) row[0]),
                state,
                (String) row[2],
                labels,
                new SleepAfter((String) row[3]),
                ((Limits) row[4]).toResourceLimits(),
                (NetworkMode) row[5],
                (Instant) row[6],
                (Instant) row[7],
                Sandbox.shownFailure(state, (String) row[8]));
    }
}
