package org.cofferdam.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.cofferdam.connector.ContainerEvent;
import org.cofferdam.connector.ContainerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContainerEventsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ContainerId ID = new ContainerId("abc");

    @TempDir
    Path directory;

    private final ContainerResourceAdapter adapter = new ContainerResourceAdapter();
    private final ThreadWorkManager server = new ThreadWorkManager();
    private final RecordingEndpoints bean = new RecordingEndpoints();
    private final ContainerEventActivationSpec spec = new ContainerEventActivationSpec();
    private StubEngine engine;

    @BeforeEach
    void start() throws Exception {
        engine = new StubEngine(directory.resolve("engine.sock"));
        adapter.setEngineSocket("unix://" + directory.resolve("engine.sock"));
        adapter.setInstance("i1");
        adapter.start(server);
    }

    @AfterEach
    void stop() throws Exception {
        adapter.stop();
        engine.close();
        assertThat(server.allEnded()).isTrue();
        assertThat(bean.inUse).hasValue(0);
    }

    private void activate() throws Exception {
        adapter.endpointActivation(bean, spec);
        awaitListener();
    }

    private void awaitListener() {
        long until = System.nanoTime() + SOON.toNanos();
        while (engine.listeners.isEmpty() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(engine.listeners).hasSize(1);
    }

    private static String event(String action, String attributes) {
        return "{\"Type\":\"container\",\"Action\":\"" + action
                + "\",\"timeNano\":1500000000,\"Actor\":{\"Attributes\":{"
                + "\"org.cofferdam.instance\":\"i1\",\"org.cofferdam.container\":\"abc\"" + attributes + "}}}\n";
    }

    private void tell(String action) throws IOException {
        engine.tell(event(action, ""));
    }

    @Test
    void eventsOfBothEnginesAreUnderstood() throws Exception {
        activate();
        Instant at = Instant.ofEpochMilli(1500);
        tell("create");
        engine.tell(event("die", ",\"exitCode\":\"3\""));
        engine.tell(event("die", ",\"containerExitCode\":\"4\""));
        tell("oom");
        tell("destroy");
        tell("remove");
        assertThat(bean.next(SOON)).isEqualTo(new ContainerEvent.Died(ID, at, 3));
        assertThat(bean.next(SOON)).isEqualTo(new ContainerEvent.Died(ID, at, 4));
        assertThat(bean.next(SOON)).isEqualTo(new ContainerEvent.OomKilled(ID, at));
        assertThat(bean.next(SOON)).isEqualTo(new ContainerEvent.Removed(ID, at));
        assertThat(bean.next(SOON)).isEqualTo(new ContainerEvent.Removed(ID, at));
    }

    @Test
    void containersOfOthersAreNotToldOf() throws Exception {
        activate();
        engine.tell(event("oom", "").replace("i1", "i2"));
        engine.tell(event("oom", "").replace("abc", "Not An Id"));
        tell("oom");
        assertThat(bean.next(SOON)).isEqualTo(new ContainerEvent.OomKilled(ID, Instant.ofEpochMilli(1500)));
        assertThat(bean.heard).isEmpty();
    }

    @Test
    void reconnectionIsToldBecauseEventsMayBeMissing() throws Exception {
        activate();
        engine.restart();
        assertThat(bean.next(SOON)).isEqualTo("resync");
        awaitListener();
        tell("oom");
        assertThat(bean.next(SOON)).isInstanceOf(ContainerEvent.OomKilled.class);
    }

    @Test
    void beanThatIsNotReadyIsWaitedFor() throws Exception {
        activate();
        bean.unavailable.set(3);
        tell("oom");
        assertThat(bean.next(SOON)).isInstanceOf(ContainerEvent.OomKilled.class);
    }

    @Test
    void failingBeanHearsTheNextEvent() throws Exception {
        activate();
        bean.fails = true;
        tell("oom");
        tell("destroy");
        assertThat(bean.next(SOON)).isInstanceOf(ContainerEvent.OomKilled.class);
        assertThat(bean.next(SOON)).isInstanceOf(ContainerEvent.Removed.class);
    }

    @Test
    void deactivationEndsWhatActivationBegan() throws Exception {
        for (int i = 0; i < 5; i++) {
            activate();
            adapter.endpointDeactivation(bean, spec);
            assertThat(server.allEnded()).isTrue();
            server.threads.clear();
            long until = System.nanoTime() + SOON.toNanos();
            while (!engine.listeners.isEmpty() && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
        adapter.endpointDeactivation(bean, spec);
    }

    @Test
    void activationReturnsAtOnceAndSurvivesAnEngineThatIsAway() throws Exception {
        engine.refusals.set(4); // the HTTP client tries twice
        activate();
        assertThat(bean.next(SOON)).isEqualTo("resync");
    }

    @Test
    void stopEndsActivationsEvenWhileTheEngineHangs() throws Exception {
        engine.hangs = true;
        adapter.endpointActivation(bean, spec);
        adapter.stop();
        assertThat(server.allEnded()).isTrue();
        adapter.stop();
        assertThatThrownBy(() -> adapter.endpointActivation(bean, spec)).isInstanceOf(ResourceException.class);
    }
}
