package org.cofferdam.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerInfo;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.connector.contract.RunningSandbox.Outcome;
import org.cofferdam.protocol.process.ProcessStatus;
import org.junit.jupiter.api.Test;

/** The news that come of a sandbox's container. */
public abstract class EventsContract extends PlatformContract {

    private <E extends ContainerEvent> E next(Class<E> type, RunningSandbox sandbox) throws InterruptedException {
        Object heard = Objects.requireNonNull(platform.events().next(Duration.ofSeconds(10)), "nothing was heard");
        assertThat(heard).isInstanceOf(type);
        E event = type.cast(heard);
        assertThat(event.id()).isEqualTo(sandbox.id());
        return event;
    }

    @Test
    void aLifeIsToldInOrder() throws InterruptedException {
        RunningSandbox sandbox = launch();
        connection.stop(sandbox.id());
        connection.start(sandbox.id());
        platform.killAgent(sandbox.id());
        next(ContainerEvent.Started.class, sandbox);
        assertThat(next(ContainerEvent.Died.class, sandbox).exitCode()).isEqualTo(137);
        next(ContainerEvent.Started.class, sandbox);
        assertThat(next(ContainerEvent.Died.class, sandbox).exitCode()).isEqualTo(137);
        connection.remove(sandbox.id());
        next(ContainerEvent.Removed.class, sandbox);
    }

    @Test
    void commandThatTakesTooMuchMemoryIsToldAndTheSandboxLivesOn() throws InterruptedException {
        RunningSandbox sandbox = launch();
        next(ContainerEvent.Started.class, sandbox);
        Outcome outcome = sandbox.run("exec python3 -c 'bytearray(1000000000)'");
        assertThat(outcome.complete().status()).isEqualTo(ProcessStatus.SIGNALED);
        assertThat(outcome.complete().signal()).isEqualTo("KILL");
        next(ContainerEvent.OomKilled.class, sandbox);
        assertThat(sandbox.run("echo alive").text()).isEqualTo("alive");
        assertThat(connection.find(sandbox.id()))
                .contains(new ContainerInfo(sandbox.id(), ContainerStatus.RUNNING, false));
    }
}
