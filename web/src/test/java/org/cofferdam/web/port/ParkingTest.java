package org.cofferdam.web.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xnio.ChannelListener;
import org.xnio.ChannelPipe;
import org.xnio.OptionMap;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ParkingTest {

    private static final long LONG_MILLIS = 30_000;

    private XnioWorker worker;
    private ConduitStreamSourceChannel source;
    private StreamSinkChannel sink;

    @BeforeEach
    void openPipe() throws IOException {
        worker = Xnio.getInstance().createWorker(OptionMap.EMPTY);
        ChannelPipe<StreamSourceChannel, StreamSinkChannel> pipe = worker.createHalfDuplexPipe();
        source = (ConduitStreamSourceChannel) pipe.getLeftSide();
        sink = pipe.getRightSide();
    }

    @AfterEach
    void close() throws IOException {
        source.close();
        sink.close();
        worker.shutdown();
    }

    private CompletableFuture<Integer> read(long millis) {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                count.complete(ClientChannel.read(source, ByteBuffer.allocate(8), millis));
            } catch (IOException e) {
                count.completeExceptionally(e);
            }
        });
        return count;
    }

    private ChannelListener<? super ConduitStreamSourceChannel> awaitWaiting() {
        while (!source.isReadResumed()) {
            Thread.onSpinWait();
        }
        return source.getReadListener();
    }

    private void send() throws IOException {
        assertThat(sink.write(ByteBuffer.allocate(1))).isEqualTo(1);
    }

    @Test
    void callThatComesTwiceDoesNotUndoTheNextWait() throws Exception {
        CompletableFuture<Integer> first = read(LONG_MILLIS);
        ChannelListener<? super ConduitStreamSourceChannel> call = awaitWaiting();
        send();
        assertThat(first.get()).isEqualTo(1);
        CompletableFuture<Integer> second = read(LONG_MILLIS);
        awaitWaiting();
        call.handleEvent(source);
        send();
        assertThat(second.get()).isEqualTo(1);
    }

    @Test
    void waitThatIsGivenUpLeavesTheChannelSuspended() {
        CompletableFuture<Integer> none = read(1);
        assertThatThrownBy(none::get).cause().isInstanceOf(InterruptedIOException.class);
        assertThat(source.isReadResumed()).isFalse();
    }
}
