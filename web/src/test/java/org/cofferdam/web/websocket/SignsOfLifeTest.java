package org.cofferdam.web.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignsOfLifeTest {

    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final AtomicInteger pings = new AtomicInteger();
    private final CountDownLatch gone = new CountDownLatch(1);

    /** Runs until there were so many pings, each of which the client answers as told; false when it was taken for gone before. */
    private boolean survives(int wanted, LongSupplier progress, boolean answers) throws InterruptedException {
        AtomicReference<@Nullable SignsOfLife> life = new AtomicReference<>();
        CountDownLatch enough = new CountDownLatch(wanted);
        SignsOfLife made = new SignsOfLife(
                INTERVAL,
                progress,
                () -> {
                    pings.incrementAndGet();
                    enough.countDown();
                    SignsOfLife self = life.get();
                    if (answers && self != null) {
                        self.seen();
                    }
                },
                gone::countDown);
        life.set(made);
        made.start();
        while (gone.getCount() > 0 && !enough.await(1, TimeUnit.MILLISECONDS)) {
            Thread.onSpinWait();
        }
        made.stop();
        return gone.getCount() > 0;
    }

    @Test
    void clientThatIsSilentForThreeIntervalsIsGone() throws Exception {
        assertThat(survives(100, () -> 0, false)).isFalse();
        assertThat(pings.get()).isEqualTo(2);
    }

    @Test
    void clientThatAnswersPingsIsThere() throws Exception {
        assertThat(survives(10, () -> 0, true)).isTrue();
    }

    @Test
    void clientThatTakesWhatIsSentIsThere() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        assertThat(survives(10, sent::incrementAndGet, false)).isTrue();
    }

    @Test
    void clientThatWeDoNotReadFromIsNotTakenForGone() throws Exception {
        assertThat(survives(10, () -> SignsOfLife.UNKNOWN, false)).isTrue();
    }
}
