package org.cofferdam.web.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CreditTest {

    private final Credit credit = new Credit(100);

    private FutureTask<Boolean> awaiting(long position) {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> credit.await(position));
        Thread thread = Thread.ofPlatform().start(waiting);
        while (!waiting.isDone() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    @Test
    void outputGoesUpToTheWindowAndWaitsThere() throws Exception {
        assertThat(credit.await(0)).isTrue();
        assertThat(credit.await(99)).isTrue();
        FutureTask<Boolean> waiting = awaiting(100);
        assertThat(waiting.isDone()).isFalse();
        credit.acknowledge(1);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void olderAcknowledgementTakesNothingBack() throws Exception {
        credit.acknowledge(500);
        credit.acknowledge(3);
        assertThat(credit.await(599)).isTrue();
        assertThat(awaiting(600).isDone()).isFalse();
    }

    @Test
    void closedOneLetsNobodyWaitAndNothingPass() throws Exception {
        FutureTask<Boolean> waiting = awaiting(100);
        credit.close();
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(credit.await(0)).isFalse();
    }
}
