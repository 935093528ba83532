package org.cofferdam.web.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** All kinds of operations that there are. */
@ApplicationScoped
public class Operations {

    private final Map<String, ChannelOperation<?>> byName = new TreeMap<>();

    @Inject
    void find(@Any Instance<ChannelOperation<?>> operations) {
        operations.forEach(operation -> byName.put(operation.op(), operation));
    }

    ChannelOperation<?> require(@Nullable String op) {
        ChannelOperation<?> found = op == null ? null : byName.get(op);
        if (found == null) {
            throw new SandboxException(
                    ErrorCode.INVALID_VALUE,
                    op == null ? "op is missing" : "There is no such op",
                    "Known here: ack, cancel, " + String.join(", ", byName.keySet()),
                    null);
        }
        return found;
    }
}
