package org.cofferdam.web.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.cofferdam.web.event.Following;
import org.jspecify.annotations.Nullable;

/** Writes what a process printed up to a position as it printed it, with a line in brackets where output is no longer kept. */
record ProcessLog(
        Following<ProcessEvent> following, @Nullable OutputStreamName stream, long upTo) {

    void write(OutputStream out) throws IOException {
        try (following) {
            ProcessEvent event = following.events().next();
            while (event != null) {
                write(event, out);
                event = event.position() < upTo ? following.events().next() : null;
            }
        }
    }

    private void write(ProcessEvent event, OutputStream out) throws IOException {
        switch (event) {
            case ProcessEvent.Output output -> {
                if (stream == null || stream == output.stream()) {
                    long surplus = Math.max(0, output.position() - upTo);
                    out.write(output.bytes(), 0, Math.toIntExact(output.bytes().length - surplus));
                }
            }
            case ProcessEvent.Truncated gap ->
                out.write(("[" + (gap.to() - gap.from()) + " bytes of output are no longer kept]\n")
                        .getBytes(StandardCharsets.US_ASCII));
            case ProcessEvent.Start _, ProcessEvent.Complete _ -> {}
        }
    }
}
