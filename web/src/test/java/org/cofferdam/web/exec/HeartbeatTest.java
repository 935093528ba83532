package org.cofferdam.web.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeartbeatTest {

    @Test
    void writesNothingInTime() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Heartbeat.start(out, () -> {}, Duration.ofHours(1)).close();
        assertThat(out.size()).isZero();
    }

    @Test
    void beatsUntilClosed() throws InterruptedException {
        CountDownLatch beats = new CountDownLatch(3);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                assertThat((char) b).isEqualTo(' ');
                beats.countDown();
            }
        };
        try (Heartbeat _ = Heartbeat.start(out, () -> {}, Duration.ofMillis(5))) {
            assertThat(beats.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tellsThatTheClientHasGone() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        try (Heartbeat _ = Heartbeat.start(out, gone::countDown, Duration.ofMillis(5))) {
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
