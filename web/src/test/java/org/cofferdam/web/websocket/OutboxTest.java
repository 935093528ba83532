package org.cofferdam.web.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxTest {

    private final Outbox outbox = new Outbox(100);

    private FutureTask<Outbox.Room> entering(int bytes) throws InterruptedException {
        FutureTask<Outbox.Room> entering = new FutureTask<>(() -> outbox.enter(bytes));
        Thread thread = Thread.ofPlatform().start(entering);
        while (!entering.isDone() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return entering;
    }

    @Test
    void senderWaitsUntilThereIsRoom() throws Exception {
        Outbox.Room first = outbox.enter(60);
        outbox.enter(40);
        FutureTask<Outbox.Room> third = entering(30);
        assertThat(third.isDone()).isFalse();
        first.leave();
        assertThat(third.get(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(outbox.sent()).isEqualTo(1);
    }

    @Test
    void messageLargerThanAllRoomGoesAlone() throws Exception {
        Outbox.Room small = outbox.enter(1);
        FutureTask<Outbox.Room> large = entering(1000);
        assertThat(large.isDone()).isFalse();
        small.leave();
        Outbox.Room alone = large.get(20, TimeUnit.SECONDS);
        FutureTask<Outbox.Room> next = entering(1);
        assertThat(next.isDone()).isFalse();
        alone.leave();
        assertThat(next.get(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void roomIsGivenBackOnce() throws Exception {
        Outbox.Room first = outbox.enter(60);
        outbox.enter(40);
        first.leave();
        first.leave();
        outbox.enter(60);
        assertThat(entering(1).isDone()).isFalse();
        assertThat(outbox.sent()).isEqualTo(1);
    }

    @Test
    void closingTellsThoseWhoWait() throws Exception {
        outbox.enter(100);
        FutureTask<Outbox.Room> waiting = entering(1);
        outbox.close();
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> outbox.enter(1)).isInstanceOf(IOException.class);
    }
}
