package org.cofferdam.tests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cofferdam.connector.ContainerConnection;
import org.cofferdam.connector.ContainerId;
import org.cofferdam.connector.ContainerPlatform;
import org.cofferdam.connector.ContainerSpec;
import org.cofferdam.connector.ContainerStatus;
import org.cofferdam.ejb.sandbox.Created;
import org.cofferdam.ejb.sandbox.Reconciler;
import org.cofferdam.ejb.sandbox.SandboxFilter;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.cofferdam.protocol.wire.Operation;
import org.cofferdam.protocol.wire.Ping;
import org.cofferdam.tests.stage.Await;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the beans of sandboxes do inside the server, with the real adapter, real containers, and a database of each kind. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SandboxBeansContract {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final SandboxPatch SLEEP_AT_ONCE = new SandboxPatch(null, new SleepAfter("1s"));

    @Inject
    private Sandboxes sandboxes;

    @Inject
    private Reconciler reconciler;

    @Resource(lookup = "java:/cofferdam/ContainerPlatform")
    private ContainerPlatform platform;

    private final SandboxId id =
            new SandboxId("it-" + ThreadLocalRandom.current().nextInt(1_000_000));
    private final Set<SandboxId> others = new HashSet<>();

    @AfterEach
    void destroy() {
        sandboxes.destroy(id);
        others.forEach(sandboxes::destroy);
    }

    private SandboxInfo create() {
        return sandboxes.create(SandboxSpec.DEFAULTS.withId(id), true).info();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private SandboxState state() {
        return sandboxes.get(id).state();
    }

    private void awaitState(SandboxState wanted) {
        Await.until("Sandbox is " + wanted, SOON, this::state, it -> it == wanted);
    }

    private String bootId() {
        try (SandboxLease lease = sandboxes.open(id)) {
            return lease.agent()
                    .call(Operation.PING, new Ping(), Pong.class, CALL)
                    .bootId();
        }
    }

    private <T> List<T> sixteenTimes(Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all =
                    IntStream.range(0, 16).mapToObj(_ -> threads.submit(work)).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : all) {
                results.add(one.get());
            }
            return results;
        }
    }

    @Test
    void sandboxLivesFromCreationToDestruction() {
        assertThat(create().state()).isEqualTo(SandboxState.RUNNING);
        String first = bootId();
        assertThat(sandboxes.ping(id).bootId()).isEqualTo(first);
        assertThat(sandboxes.pause(id).state()).isEqualTo(SandboxState.PAUSED);
        assertFails(ErrorCode.SANDBOX_STATE, () -> sandboxes.open(id));
        assertThat(sandboxes.resume(id).state()).isEqualTo(SandboxState.RUNNING);
        assertThat(bootId()).isEqualTo(first);
        assertThat(sandboxes.sleep(id).state()).isEqualTo(SandboxState.SLEEPING);
        assertFails(ErrorCode.SANDBOX_STATE, () -> sandboxes.ping(id));
        assertThat(sandboxes.wake(id).state()).isEqualTo(SandboxState.RUNNING);
        assertThat(bootId()).isNotEqualTo(first);
        sandboxes.destroy(id);
        assertFails(ErrorCode.SANDBOX_NOT_FOUND, () -> sandboxes.get(id));
        assertFails(ErrorCode.SANDBOX_NOT_FOUND, () -> sandboxes.open(id));
        sandboxes.destroy(id);
    }

    @Test
    void existingSandboxIsGivenOrRefused() {
        create();
        assertFails(ErrorCode.SANDBOX_EXISTS, this::create);
        assertThat(sandboxes.getOrCreate(id, SandboxSpec.DEFAULTS, true).isNew())
                .isFalse();
        sandboxes.sleep(id);
        Created woken = sandboxes.getOrCreate(id, SandboxSpec.DEFAULTS, true);
        assertThat(woken.info().state()).isEqualTo(SandboxState.RUNNING);
    }

    @Test
    void creationWithoutWaitRunsSoon() {
        Created created = sandboxes.create(SandboxSpec.DEFAULTS, false);
        others.add(created.info().id());
        assertThat(created.info().state()).isEqualTo(SandboxState.PENDING);
        Await.until(
                "Sandbox runs",
                SOON,
                () -> sandboxes.get(created.info().id()).state(),
                it -> it == SandboxState.RUNNING);
    }

    @Test
    void missingImageStartsNothing() {
        SandboxSpec spec =
                new SandboxSpec(id, null, "localhost/cofferdam/missing:1", null, null, null, null, null, null);
        assertFails(ErrorCode.IMAGE_NOT_FOUND, () -> sandboxes.create(spec, true));
        assertFails(ErrorCode.SANDBOX_NOT_FOUND, () -> sandboxes.get(id));
        assertThat(container()).isNull();
        sandboxes.create(spec, false);
        awaitState(SandboxState.FAILED);
        assertThat(sandboxes.get(id).failure()).contains("localhost/cofferdam/missing:1");
    }

    @Test
    void idleSandboxFallsAsleepAndAnOpenLeaseHoldsItOff() {
        create();
        SandboxId idle = sandboxes.create(SandboxSpec.DEFAULTS, true).info().id();
        others.add(idle);
        try (SandboxLease _ = sandboxes.open(id)) {
            sandboxes.update(id, SLEEP_AT_ONCE);
            sandboxes.update(idle, SLEEP_AT_ONCE);
            Await.until("It sleeps", SOON, () -> sandboxes.get(idle).state(), it -> it == SandboxState.SLEEPING);
            assertThat(state()).isEqualTo(SandboxState.RUNNING);
        }
        awaitState(SandboxState.SLEEPING);
    }

    @Test
    void useOfARunningSandboxCostsMicroseconds() {
        create();
        long[] nanos = new long[20_000];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            sandboxes.open(id).close();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.getLogger(SandboxBeansContract.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "open and close: p50 {0} ns, p99 {1} ns",
                        nanos[nanos.length / 2],
                        nanos[nanos.length / 100 * 99]);
        assertThat(nanos[nanos.length / 2])
                .isLessThan(Duration.ofMillis(1).dividedBy(4).toNanos());
    }

    @Test
    void manyUsesOfASleeperWakeItOnce() throws Exception {
        create();
        sandboxes.sleep(id);
        assertThat(new HashSet<>(sixteenTimes(this::bootId))).hasSize(1);
    }

    @Test
    void manyCreationsMakeOneSandbox() throws Exception {
        List<Created> all = sixteenTimes(() -> sandboxes.getOrCreate(id, SandboxSpec.DEFAULTS, true));
        assertThat(all).filteredOn(Created::isNew).hasSize(1);
        assertThat(all).allSatisfy(it -> assertThat(it.info().state()).isEqualTo(SandboxState.RUNNING));
    }

    @Test
    void creationsAndDestructionsAtOnceLeaveNothingBehind() throws Exception {
        Queue<SandboxException> refusals = new ConcurrentLinkedQueue<>();
        sixteenTimes(() -> {
            for (int round = 0; round < 3; round++) {
                try {
                    sandboxes.getOrCreate(id, SandboxSpec.DEFAULTS, true);
                    sandboxes.destroy(id);
                } catch (SandboxException e) {
                    refusals.add(e);
                }
            }
            return id;
        });
        assertThat(refusals).allSatisfy(e -> assertThat(e.code()).isIn(ErrorCode.SANDBOX_NOT_FOUND, ErrorCode.BUSY));
        sandboxes.destroy(id);
        assertThat(container()).isNull();
        assertThat(create().state()).isEqualTo(SandboxState.RUNNING);
        assertThat(bootId()).isNotEmpty();
    }

    @Test
    void containerThatEndsIsNotedAndStartedByTheNextUse() {
        create();
        String first = bootId();
        behindOurBack(platform -> platform.stop(ContainerId.of(id)));
        awaitState(SandboxState.STOPPED);
        assertThat(sandboxes.get(id).failure()).contains("ended");
        assertThat(bootId()).isNotEqualTo(first);
        assertThat(state()).isEqualTo(SandboxState.RUNNING);
    }

    @Test
    void containerThatIsRemovedIsNotedAndMadeAnewByWake() {
        create();
        behindOurBack(platform -> platform.remove(ContainerId.of(id)));
        awaitState(SandboxState.FAILED);
        assertFails(ErrorCode.SANDBOX_FAILED, () -> sandboxes.open(id));
        assertThat(sandboxes.wake(id).state()).isEqualTo(SandboxState.RUNNING);
        assertThat(bootId()).isNotEmpty();
    }

    @Test
    void containerThatNobodyKnowsIsRemoved() {
        String image = create().image();
        ContainerId orphan = new ContainerId(id + "-orphan");
        ResourceLimits limits = new ResourceLimits(1000, 256L << 20, 64, null);
        behindOurBack(platform ->
                platform.launch(new ContainerSpec(orphan, image, "no token of ours", limits, NetworkMode.NONE)));
        reconciler.passSoon();
        Await.until("Orphan is removed", SOON, () -> container(orphan) == null);
        assertThat(container()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void environmentOutlivesSleep() {
        create();
        sandboxes.mergeEnv(id, Map.of("GREETING", "hello"));
        sandboxes.sleep(id);
        sandboxes.mergeEnv(id, Map.of("NAME", "world"));
        assertThat(sandboxes.wake(id).state()).isEqualTo(SandboxState.RUNNING);
    }

    @Test
    void sandboxesAreListedByLabel() {
        SandboxSpec labelled =
                new SandboxSpec(id, null, null, null, Map.of("test", id.value()), null, null, null, null);
        sandboxes.create(labelled, true);
        assertThat(sandboxes
                        .list(new SandboxFilter(Map.of("test", id.value()), SandboxState.RUNNING), 10, null)
                        .items())
                .extracting(SandboxInfo::id)
                .containsExactly(id);
        assertFails(ErrorCode.INVALID_VALUE, () -> sandboxes.list(SandboxFilter.ALL, 0, null));
        assertFails(ErrorCode.INVALID_VALUE, () -> sandboxes.list(SandboxFilter.ALL, 10, "No cursor"));
    }

    private void behindOurBack(Consumer<ContainerConnection> work) {
        try (ContainerConnection connection = platform.getConnection()) {
            work.accept(connection);
        }
    }

    private @Nullable ContainerStatus container() {
        return container(ContainerId.of(id));
    }

    private @Nullable ContainerStatus container(ContainerId of) {
        try (ContainerConnection connection = platform.getConnection()) {
            return connection.find(of).map(it -> it.status()).orElse(null);
        }
    }
}
