package org.cofferdam.ejb.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.cofferdam.protocol.template.PoolSize;
import org.junit.jupiter.api.Test;

class RefillTest {

    private static final PoolSize FOUR_TO_TEN = new PoolSize(4, 10, 2);

    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final Refill refill = new Refill(() -> now);

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private int starts(int ready, int starting) {
        return refill.starts(FOUR_TO_TEN, ready, starting);
    }

    @Test
    void theMinimumIsFilledNoFasterThanTheRate() {
        assertThat(starts(0, 0)).isEqualTo(1);
        assertThat(starts(0, 1)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(starts(1, 0)).isEqualTo(2);
        pass(Duration.ofSeconds(10));
        assertThat(starts(3, 0)).isEqualTo(1);
        assertThat(starts(4, 0)).isZero();
    }

    @Test
    void onlySomeStartAtOnce() {
        pass(Duration.ofSeconds(10));
        PoolSize fast = new PoolSize(50, 50, 100);
        assertThat(refill.starts(fast, 0, 0)).isEqualTo(4);
        assertThat(refill.starts(fast, 0, 4)).isZero();
        assertThat(refill.starts(fast, 2, 2)).isEqualTo(2);
    }

    @Test
    void whatWasUsedUpIsRefilledWithMoreUpToTheMaximum() {
        starts(4, 0);
        assertThat(refill.target()).isEqualTo(4);
        starts(1, 0);
        assertThat(refill.target()).isEqualTo(4);
        starts(0, 0);
        assertThat(refill.target()).isEqualTo(8);
        starts(0, 2);
        assertThat(refill.target()).isEqualTo(8);
        starts(8, 0);
        starts(0, 0);
        assertThat(refill.target()).isEqualTo(10);
    }

    @Test
    void aSandboxThatFoundNoneCountsAlsoWhenThePoolWasRefilledSince() {
        starts(4, 0);
        refill.missed();
        starts(3, 0);
        assertThat(refill.target()).isEqualTo(8);
        starts(3, 0);
        assertThat(refill.target()).isEqualTo(8);
    }

    @Test
    void aSandboxThatFoundNoneCountsBeforeThePoolWasEverFull() {
        starts(2, 2);
        refill.missed();
        starts(0, 2);
        assertThat(refill.target()).isEqualTo(8);
        refill.missed();
        starts(0, 4);
        assertThat(refill.target()).isEqualTo(8);
    }

    @Test
    void aPoolThatIsNotFullYetDoesNotGrow() {
        starts(0, 0);
        starts(0, 4);
        assertThat(refill.target()).isEqualTo(4);
    }

    @Test
    void calmTakesOneAwayAtATimeDownToTheMinimum() {
        starts(4, 0);
        starts(0, 0);
        for (int expected : new int[] {7, 6, 5, 4, 4}) {
            pass(Refill.CALM);
            starts(8, 0);
            assertThat(refill.target()).isEqualTo(expected);
        }
    }

    @Test
    void aFailedStartIsFollowedByLongerAndLongerPauses() {
        pass(Duration.ofSeconds(10));
        refill.failed("no image");
        assertThat(refill.failure()).isEqualTo("no image");
        assertThat(starts(0, 0)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(starts(0, 0)).isEqualTo(2);
        refill.failed("no image");
        pass(Duration.ofMillis(1999));
        assertThat(starts(0, 0)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(starts(0, 0)).isEqualTo(2);
        refill.succeeded();
        assertThat(refill.failure()).isNull();
        refill.failed("once more");
        pass(Duration.ofSeconds(1));
        assertThat(starts(0, 0)).isEqualTo(2);
    }

    @Test
    void aSmallerPoolHoldsAtOnce() {
        starts(4, 0);
        refill.starts(new PoolSize(1, 2, null), 4, 0);
        assertThat(refill.target()).isEqualTo(2);
    }
}
