package org.cofferdam.web.channel;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.WatchId;
import org.cofferdam.protocol.file.WatchPosition;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.web.file.WatchSource;
import org.jspecify.annotations.Nullable;

/** {@code watch}: what happens to files, until the watched directory itself goes. A client that is slow loses nothing, but sees an overflow. */
@ApplicationScoped
public class WatchOperation implements ChannelOperation<WatchOperation.Request> {

    /**
     * What to watch.
     *
     * @param recursive also the directories in it, unless false
     * @param since the position of the event seen last, over this channel or another; null begins a watch
     */
    public record Request(
            String path,
            @Nullable Boolean recursive,
            @Nullable List<String> include,
            @Nullable List<String> exclude,
            boolean all,
            @Nullable SessionId session,
            @Nullable WatchPosition since) {

        public Request {
            WatchSpec checked = spec(path, recursive, include, exclude, all, session);
            include = checked.include();
            exclude = checked.exclude();
        }

        private static WatchSpec spec(
                String path,
                @Nullable Boolean recursive,
                @Nullable List<String> include,
                @Nullable List<String> exclude,
                boolean all,
                @Nullable SessionId session) {
            return new WatchSpec(
                    path,
                    recursive == null || recursive,
                    include == null ? List.of() : include,
                    exclude == null ? List.of() : exclude,
                    all,
                    session);
        }

        WatchSpec spec() {
            return spec(path, recursive, include, exclude, all, session);
        }
    }

    @Inject
    Sandboxes sandboxes;

    @Override
    public String op() {
        return "watch";
    }

    @Override
    public Class<Request> requestType() {
        return Request.class;
    }

    @Override
    public void run(Request request, Answer answer) throws IOException, InterruptedException {
        WatchPosition since = request.since();
        WatchId watch = since == null ? WatchId.random() : since.watch();
        Long after = since == null ? null : since.number();
        try (SandboxLease lease = sandboxes.open(answer.sandbox())) {
            AgentEvents<FileEvent> events = lease.agent().events(WatchSource.of(request.spec(), watch, after));
            AtomicBoolean cancelled = new AtomicBoolean();
            answer.onCancel(() -> {
                cancelled.set(true);
                events.close();
            });
            try (events) {
                for (FileEvent event = events.next(); event != null; event = events.next()) {
                    answer.event(event.eventName(), Told.of(WatchPosition.of(watch, event.number()), event));
                }
            }
            if (!cancelled.get()) {
                answer.done(new Gone());
            }
        }
    }

    /** The data of an event. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Told(
            WatchPosition position,
            @Nullable String path,
            @Nullable String from,
            boolean directory,
            @Nullable String reason) {
        static Told of(WatchPosition position, FileEvent event) {
            return new Told(position, event.path(), event.from(), event.directory(), event.reason());
        }
    }

    /** There is nothing left to watch. */
    record Gone() {}
}
