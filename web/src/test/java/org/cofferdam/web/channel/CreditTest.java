package org.cofferdam.web.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CreditTest {

    private final Credit credit = new Credit(100);

    private FutureTask<Boolean> awaiting(long position) {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            credit.await(position);
            return true;
        });
        Thread thread = Thread.ofPlatform().start(waiting);
        while (!waiting.isDone() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    @Test
    void outputGoesUpToTheWindowAndWaitsThere() throws Exception {
        credit.await(0);
        credit.await(99);
        FutureTask<Boolean> waiting = awaiting(100);
        assertThat(waiting.isDone()).isFalse();
        credit.acknowledge(1);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void olderAcknowledgementTakesNothingBack() throws Exception {
        credit.acknowledge(500);
        credit.acknowledge(3);
        credit.await(599);
        assertThat(awaiting(600).isDone()).isFalse();
    }

    @Test
    void cancelledOneWaitsNoLonger() {
        FutureTask<Boolean> waiting = awaiting(100);
        credit.close();
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> credit.await(0)).isInstanceOf(CancelledException.class);
    }
}
