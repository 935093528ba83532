package org.cofferdam.web.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.cofferdam.connector.AgentEvents;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AwaitedEventsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String END = "end";
    private static final String REFUSED = "refused";

    /** Gives what the test adds, when it does. */
    private static final class Given implements AgentEvents<String> {

        final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        @Override
        public @Nullable String next() {
            try {
                String event = events.take();
                if (event.equals(REFUSED)) {
                    throw new SandboxException(ErrorCode.PROCESS_NOT_FOUND, event);
                }
                return event.equals(END) ? null : event;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {}
    }

    private final Given given = new Given();

    @Test
    void firstEventThatIsThereComesFirst() {
        given.events.add("one");
        given.events.add("two");
        given.events.add(END);
        AwaitedEvents<String> events = AwaitedEvents.of(given, LONG);
        assertThat(events.next()).isEqualTo("one");
        assertThat(events.next()).isEqualTo("two");
        assertThat(events.next()).isNull();
    }

    @Test
    void quietProcessIsNotWaitedForAndItsFirstEventIsNotLost() {
        AwaitedEvents<String> events = AwaitedEvents.of(given, Duration.ofMillis(20));
        given.events.add("late");
        given.events.add("next");
        assertThat(events.next()).isEqualTo("late");
        assertThat(events.next()).isEqualTo("next");
    }

    @Test
    void refusalIsThrownWhenItComesAtOnceAndWhenItComesLate() {
        given.events.add(REFUSED);
        assertThatThrownBy(() -> AwaitedEvents.of(given, LONG)).isInstanceOf(SandboxException.class);
        AwaitedEvents<String> events = AwaitedEvents.of(given, Duration.ofMillis(20));
        given.events.add(REFUSED);
        assertThatThrownBy(events::next).isInstanceOf(SandboxException.class);
    }

    @Test
    void endBeforeTheBeginningIsNoAnswer() {
        given.events.add(END);
        assertThatThrownBy(() -> AwaitedEvents.of(given, LONG))
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AGENT_LOST));
    }
}
