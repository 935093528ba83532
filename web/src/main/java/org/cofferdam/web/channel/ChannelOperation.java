package org.cofferdam.web.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.cofferdam.web.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One kind of operation of a channel, for example {@code signal}; an application-scoped bean.
 *
 * @param <R> its request: the members of a message besides {@code id} and {@code op}. It checks itself.
 */
public interface ChannelOperation<R extends Record> {

    /** The word that messages ask for it by. */
    String op();

    Class<R> requestType();

    /**
     * The request that a message makes.
     *
     * @throws org.cofferdam.protocol.error.SandboxException that says what is wrong with it
     */
    default R read(ObjectNode members) {
        return Json.convert(members, requestType());
    }

    /**
     * Operations of equal order run one after another as they came; null for one that waits for no other.
     *
     * @return with {@code equals}, for example a process's id
     */
    default @Nullable Object order(R request) {
        return null;
    }

    /**
     * Does it, on a virtual thread of its own, and says what comes of it: the last event is {@link Answer#done} or one of its own. Failures
     * are {@link org.cofferdam.protocol.error.SandboxException} and become an {@code error} event. When this returns without a last event, the
     * operation was cancelled.
     *
     * @throws IOException when the client has gone
     */
    void run(R request, Answer answer) throws IOException, InterruptedException;
}
