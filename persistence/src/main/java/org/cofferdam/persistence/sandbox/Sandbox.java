package org.cofferdam.persistence.sandbox;

import static org.cofferdam.protocol.sandbox.SandboxState.DESTROYED;
import static org.cofferdam.protocol.sandbox.SandboxState.FAILED;
import static org.cofferdam.protocol.sandbox.SandboxState.PAUSED;
import static org.cofferdam.protocol.sandbox.SandboxState.PENDING;
import static org.cofferdam.protocol.sandbox.SandboxState.RUNNING;
import static org.cofferdam.protocol.sandbox.SandboxState.SLEEPING;
import static org.cofferdam.protocol.sandbox.SandboxState.STOPPED;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.cofferdam.persistence.access.RandomSecret;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a sandbox, and its life:
 *
 * <pre>
 *   create ──▶ PENDING ──running──▶ RUNNING ──sleep, slept──▶ SLEEPING ──start──▶ PENDING
 *                 │                 │  ▲ │
 *                 │      pause, paused │ └──stopped──▶ STOPPED ──start──▶ PENDING
 *                 │                 ▼  resume, running
 *                 │                PAUSED
 *                 └──failed──▶ FAILED ──revive──▶ PENDING            destroy: from everywhere
 * </pre>
 *
 * <p>An intent ({@link #start}, {@link #sleep}, {@link #pause}, {@link #resume}, {@link #destroy}) is committed before the container
 * platform is asked, its outcome ({@link #running}, {@link #slept}, {@link #paused}, {@link #stopped}, {@link #failed}) afterwards;
 * desired and observed state differ only in between, so whoever finds them different knows that something was cut off. An intent that
 * the state does not allow is the caller's mistake: {@link SandboxException}. Such an outcome is ours: {@link IllegalStateException}.
 */
@Entity
public class Sandbox {

    private static final int MAX_FAILURE_LENGTH = 1000;

    @Id
    private String id;

    @Version
    private long version;

    @Enumerated(EnumType.STRING)
    private DesiredState desired;

    @Enumerated(EnumType.STRING)
    private SandboxState state;

    private @Nullable String failure;
    private boolean launched;
    private String image;

    @Enumerated(EnumType.STRING)
    private NetworkMode network;

    @Embedded
    private Limits limits;

    @Column(name = "sleep_after")
    private String sleepAfter;

    @Convert(converter = VariablesConverter.class)
    private Variables env;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "sandbox_label", joinColumns = @JoinColumn(name = "sandbox_id"))
    @MapKeyColumn(name = "label_key")
    @Column(name = "label_value")
    private Map<String, String> labels;

    private String container;

    @Column(name = "agent_token")
    private String agentToken;

    @Column(name = "created_at")
    private Instant createdAt;

    /** Written by {@link SandboxRepository#touch} alone, which a change in hand must not undo. */
    @Column(name = "last_active_at", updatable = false)
    private Instant lastActiveAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Sandbox() {}

    private Sandbox(NewSandbox it, Instant now) {
        id = it.id().value();
        desired = DesiredState.RUNNING;
        state = PENDING;
        image = it.blueprint().image();
        network = it.blueprint().network();
        limits = it.blueprint().limits();
        sleepAfter = it.sleepAfter().value();
        env = it.env();
        labels = new HashMap<>(it.labels());
        container = id;
        agentToken = RandomSecret.next();
        createdAt = now;
        lastActiveAt = now;
    }

    /** A sandbox that shall run, with a fresh secret between server and agent. */
    public static Sandbox create(NewSandbox newSandbox, Instant now) {
        return new Sandbox(newSandbox, now);
    }

    /** It is to live in a container that was made before it, and that nobody else has or had. */
    public void adopt(String itsContainer, String itsAgentToken) {
        container = itsContainer;
        agentToken = itsAgentToken;
    }

    /** It shall run, and is not running yet or its agent has gone: a start. Goes on with a start that was cut off. */
    public void start() {
        switch (state) {
            case PENDING, RUNNING, SLEEPING, STOPPED -> {
                desired = DesiredState.RUNNING;
                state = PENDING;
            }
            case PAUSED, FAILED, DESTROYED -> throw refusal();
        }
    }

    /** As {@link #start}, and a failed one gets another chance, with new files when its container is gone. */
    public void revive() {
        if (state == FAILED) {
            desired = DesiredState.RUNNING;
            state = PENDING;
            launched = false;
        } else {
            start();
        }
    }

    /** Its processes shall end, its files stay. */
    public void sleep() {
        want(DesiredState.SLEEPING, EnumSet.of(RUNNING, STOPPED, SLEEPING));
    }

    /** Its processes shall freeze. */
    public void pause() {
        want(DesiredState.PAUSED, EnumSet.of(RUNNING, PAUSED));
    }

    /** Its processes shall thaw. */
    public void resume() {
        want(DesiredState.RUNNING, EnumSet.of(RUNNING, PAUSED));
    }

    /** It shall go for good; nobody sees it any more. */
    public void destroy() {
        desired = DesiredState.DESTROYED;
        state = DESTROYED;
    }

    private void want(DesiredState wanted, EnumSet<SandboxState> from) {
        if (!from.contains(state)) {
            throw refusal();
        }
        desired = wanted;
    }

    /** Its agent answers and has its settings. */
    public void running() {
        requireOutcome(RUNNING, EnumSet.of(PENDING, RUNNING, PAUSED, STOPPED));
        desired = DesiredState.RUNNING;
        state = RUNNING;
        launched = true;
        failure = null;
    }

    /** Its processes are frozen. */
    public void paused() {
        requireOutcome(PAUSED, EnumSet.of(RUNNING, PAUSED));
        desired = DesiredState.PAUSED;
        state = PAUSED;
    }

    /** Its container was stopped as it was wanted. */
    public void slept() {
        requireOutcome(SLEEPING, EnumSet.of(RUNNING, STOPPED, SLEEPING));
        desired = DesiredState.SLEEPING;
        state = SLEEPING;
        failure = null;
    }

    /** Its container does not run, and nobody wanted that; the next use starts it. */
    public void stopped(String reason) {
        requireOutcome(STOPPED, EnumSet.of(PENDING, RUNNING, PAUSED, STOPPED));
        desired = DesiredState.RUNNING;
        state = STOPPED;
        failure = shortened(reason);
    }

    /** It cannot run. */
    public void failed(String reason) {
        requireOutcome(FAILED, EnumSet.complementOf(EnumSet.of(DESTROYED)));
        desired = DesiredState.RUNNING;
        state = FAILED;
        failure = shortened(reason);
    }

    private void requireOutcome(SandboxState outcome, EnumSet<SandboxState> from) {
        if (!from.contains(state)) {
            throw new IllegalStateException("Sandbox " + id + " cannot become " + outcome + " from " + state);
        }
    }

    private static String shortened(String reason) {
        return reason.length() <= MAX_FAILURE_LENGTH ? reason : reason.substring(0, MAX_FAILURE_LENGTH - 1) + "…";
    }

    /** Why its state does not allow what is asked, and what would help. */
    public SandboxException refusal() {
        return switch (state) {
            case FAILED ->
                new SandboxException(
                        ErrorCode.SANDBOX_FAILED,
                        "Sandbox " + id + " has failed: " + failure,
                        "POST wake tries again; where its container is gone, with new files.",
                        null);
            case PAUSED -> stateRefusal("POST resume thaws it.");
            case PENDING -> stateRefusal("Wait until it is RUNNING.");
            case RUNNING, SLEEPING, STOPPED -> stateRefusal("POST wake starts it.");
            case DESTROYED -> SandboxRepository.notFound(id());
        };
    }

    private SandboxException stateRefusal(String hint) {
        return new SandboxException(ErrorCode.SANDBOX_STATE, "Sandbox " + id + " is " + state, hint, null);
    }

    /** Changes what the patch names. */
    public void apply(SandboxPatch patch) {
        if (patch.labels() != null) {
            labels.keySet().retainAll(patch.labels().keySet());
            labels.putAll(patch.labels());
        }
        if (patch.sleepAfter() != null) {
            sleepAfter = patch.sleepAfter().value();
        }
    }

    /** Adds and replaces variables; a null value stays, for it unsets one of the image. */
    public void mergeEnv(Map<String, @Nullable String> changes) {
        env = env.merged(changes);
    }

    public SandboxId id() {
        return new SandboxId(id);
    }

    public SandboxState state() {
        return state;
    }

    /** How it stands, for the reconciler. */
    public SandboxStanding standing() {
        return new SandboxStanding(id(), container, desired, state, launched);
    }

    public DesiredState desired() {
        return desired;
    }

    /** Whether it ran once: its container holds files, and when that is gone they are lost. */
    public boolean launched() {
        return launched;
    }

    /** The name of its container. */
    public String container() {
        return container;
    }

    /** Whether its container was made before it and has not been told of it yet. */
    public boolean adopting() {
        return !launched && !container.equals(id);
    }

    /** What its container is made of. */
    public Blueprint blueprint() {
        return new Blueprint(image, network, limits);
    }

    public String image() {
        return image;
    }

    public NetworkMode network() {
        return network;
    }

    public ResourceLimits limits() {
        return limits.toResourceLimits();
    }

    public SleepAfter sleepAfter() {
        return new SleepAfter(sleepAfter);
    }

    public Map<String, @Nullable String> env() {
        return env.values();
    }

    /** The secret that the agent asks for. */
    public String agentToken() {
        return agentToken;
    }

    /** Whether it was used since then, or within its time to sleep before. */
    public boolean usedSince(Instant then) {
        return sleepAfter()
                .duration()
                .filter(time -> !lastActiveAt.plus(time).isAfter(then))
                .isEmpty();
    }

    public Instant lastActiveAt() {
        return lastActiveAt;
    }

    /** As clients see it. */
    public SandboxInfo toInfo() {
        return new SandboxInfo(
                id(),
                state,
                image,
                labels,
                sleepAfter(),
                limits(),
                network,
                createdAt,
                lastActiveAt,
                shownFailure(state, failure));
    }

    static @Nullable String shownFailure(SandboxState state, @Nullable String failure) {
        return state == FAILED || state == STOPPED ? failure : null;
    }
}
