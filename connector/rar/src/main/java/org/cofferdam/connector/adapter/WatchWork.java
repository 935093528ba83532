package org.cofferdam.connector.adapter;

import jakarta.resource.spi.work.HintsContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkContextProvider;
import java.util.List;
import org.cofferdam.connector.docker.Watch;

/** A watch on a thread of the server's. */
final class WatchWork implements Work, WorkContextProvider {

    private static final long serialVersionUID = 1L;

    private final transient Watch watch;

    WatchWork(Watch watch) {
        this.watch = watch;
    }

    @Override
    public void run() {
        watch.run();
    }

    @Override
    public void release() {
        watch.stop();
    }

    /** It runs for as long as the server does. */
    @Override
    public List<WorkContext> getWorkContexts() {
        HintsContext hints = new HintsContext();
        hints.setName("Container events");
        hints.setHint(HintsContext.LONGRUNNING_HINT, true);
        return List.of(hints);
    }
}
