package org.cofferdam.web.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/** The data of {@code event: start}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StartData(
        ProcessId processId, @Nullable Long pid, @Nullable SessionId session, Instant startedAt) {

    static StartData of(ProcessEvent.Start start) {
        return new StartData(start.processId(), start.pid(), start.session(), start.startedAt());
    }
}
