package org.cofferdam.web.error;

import io.undertow.servlet.handlers.ServletRequestContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A streamed answer without a length whose failure the client notices: the connection is cut, so that what was sent so far cannot be
 * taken for all of it. The servlet API has no word for this; it would end the answer as if all were well. A failure before anything was
 * sent is an ordinary problem.
 */
public final class BreakableAnswer implements StreamingOutput {

    private final StreamingOutput body;

    public BreakableAnswer(StreamingOutput body) {
        this.body = body;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        boolean whole = false;
        try {
            body.write(out);
            whole = true;
        } finally {
            if (!whole) {
                cut();
            }
        }
    }

    private static void cut() throws IOException {
        ServletRequestContext request = ServletRequestContext.current();
        if (request != null && request.getExchange().isResponseStarted()) {
            request.getExchange().getConnection().close();
        }
    }
}
