package org.cofferdam.web.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {

    private static final int LIMIT = 10_000;

    private final List<String> calls = new ArrayList<>();
    private final Inbox inbox = new Inbox(
            new Inbox.Source() {
                @Override
                public void pause() {
                    calls.add("pause");
                }

                @Override
                public void goOn() {
                    calls.add("go on");
                }
            },
            LIMIT);

    @Test
    void messagesComeOutInTheirOrder() throws Exception {
        for (int i = 0; i < 100; i++) {
            inbox.add(new Message.Text("message " + i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(inbox.take()).isEqualTo(new Message.Text("message " + i));
        }
    }

    @Test
    void fullOnePausesItsSourceUntilHalfIsRead() throws Exception {
        int messages = 0;
        while (!inbox.paused()) {
            inbox.add(new Message.Binary(new byte[1000]));
            messages++;
        }
        assertThat(messages).isBetween(9, 11);
        assertThat(calls).containsExactly("pause");
        inbox.add(new Message.Text("was on its way"));
        assertThat(calls).containsExactly("pause");
        int read = 0;
        while (inbox.paused()) {
            inbox.take();
            read++;
        }
        assertThat(read).isBetween(messages / 2, messages / 2 + 2);
        assertThat(calls).containsExactly("pause", "go on");
    }

    @Test
    void manySmallMessagesFillItToo() {
        for (int i = 0; i < LIMIT / 64 + 1; i++) {
            inbox.add(new Message.Text(""));
        }
        assertThat(inbox.paused()).isTrue();
    }

    @Test
    void endWakesTheReaderBehindWhatHadCome() throws Exception {
        inbox.add(new Message.Text("last"));
        inbox.end();
        assertThat(inbox.take()).isEqualTo(new Message.Text("last"));
        assertThat(inbox.take()).isNull();

        Inbox empty = new Inbox(new NoSource(), LIMIT);
        FutureTask<@Nullable Message> reader = new FutureTask<>(empty::take);
        Thread.ofVirtual().start(reader);
        empty.end();
        assertThat(reader.get(20, TimeUnit.SECONDS)).isNull();
    }

    private static final class NoSource implements Inbox.Source {
        @Override
        public void pause() {}

        @Override
        public void goOn() {}
    }
}
