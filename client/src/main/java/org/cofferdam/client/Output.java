package org.cofferdam.client;

import java.io.ByteArrayOutputStream;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.protocol.process.ProcessId;
import org.jspecify.annotations.Nullable;

/** A process's events gathered into its result. */
final class Output {

    private final ProcessId process;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private ProcessEvent.@Nullable Complete end;

    Output(ProcessId process) {
        this.process = process;
    }

    void add(ProcessEvent event) {
        switch (event) {
            case ProcessEvent.Output output ->
                (output.stream() == OutputStreamName.STDOUT ? stdout : stderr).writeBytes(output.bytes());
            case ProcessEvent.Complete complete -> end = complete;
            case ProcessEvent.Start _, ProcessEvent.Truncated _ -> {
                // Complete tells all that is needed
            }
        }
    }

    /** @throws IllegalStateException when the stream was closed before the process's end */
    CommandResult result() {
        ProcessEvent.Complete complete = end;
        if (complete == null) {
            throw new IllegalStateException("The stream was closed before the end of process " + process);
        }
        return CommandResult.of(process, complete, stdout.toByteArray(), stderr.toByteArray());
    }
}
