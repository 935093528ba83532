package org.cofferdam.web.code;

import org.cofferdam.connector.EventSource;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.code.RunRequest;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.wire.Operation;
import org.jspecify.annotations.Nullable;

/** Where the events of runs come from. */
public final class RunSources {

    private RunSources() {}

    /** Of a run that begins with it, and is called {@code id}. */
    public static EventSource<RunEvent> of(RunSpec spec, RunId id) {
        return new EventSource<>(Operation.CODE_RUN, spec.withId(id), RunEvent.class, number -> behind(id, number));
    }

    /** @param after the last number seen; null for all events */
    public static EventSource<RunEvent> behind(RunId id, @Nullable Long after) {
        return new EventSource<>(
                Operation.CODE_ATTACH, new RunRequest.Attach(id, after), RunEvent.class, number -> behind(id, number));
    }
}
