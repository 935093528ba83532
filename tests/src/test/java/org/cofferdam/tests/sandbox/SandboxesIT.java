package org.cofferdam.tests.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxQuery;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.sandbox.SleepAfter;
import org.cofferdam.tests.stage.AtOnce;
import org.cofferdam.tests.stage.Engine;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SandboxesIT {

    @Test
    void sandboxIsWhatItsSpecificationSays(Cofferdam cofferdam) {
        ResourceLimits limits = new ResourceLimits(500, 256L << 20, 100, null);
        Sandbox sandbox = cofferdam.create(new SandboxSpec(
                null,
                null,
                null,
                Map.of("GREETING", "hello"),
                Map.of("team", "blue"),
                new SleepAfter("1h"),
                limits,
                NetworkMode.NONE,
                null));
        SandboxInfo info = sandbox.info();
        assertThat(info.state()).isEqualTo(SandboxState.RUNNING);
        assertThat(info.labels()).containsExactlyEntriesOf(Map.of("team", "blue"));
        assertThat(info.sleepAfter()).isEqualTo(new SleepAfter("1h"));
        assertThat(info.resources().memoryBytes()).isEqualTo(256L << 20);
        assertThat(info.network()).isEqualTo(NetworkMode.NONE);
        assertThat(sandbox.exec("echo $GREETING; id -u; pwd").stdout()).isEqualTo("hello\n1000\n/workspace\n");
        assertThat(sandbox.ping().bootId()).isNotBlank();
        sandbox.destroy();
    }

    @Test
    void sameNameIsTheSameSandbox(RunningServer server, Cofferdam cofferdam) throws Exception {
        String id = "same-" + UUID.randomUUID().toString().substring(0, 8);
        AtOnce.run(8, 8, _ -> cofferdam.sandbox(id));
        assertThat(Engine.atHand().containers(server.instance()))
                .filteredOn(container -> container.sandbox().equals(id))
                .hasSize(1);
        SandboxSpec spec = SandboxSpec.DEFAULTS.withId(new SandboxId(id));
        assertThat(codeOf(() -> cofferdam.create(spec))).isEqualTo(ErrorCode.SANDBOX_EXISTS);
        Sandbox sandbox = cofferdam.existing(id);
        sandbox.destroy();
        sandbox.destroy();
        assertThat(cofferdam.find(id)).isEmpty();
        assertThat(codeOf(() -> sandbox.exec("true"))).isEqualTo(ErrorCode.SANDBOX_NOT_FOUND);
        assertThat(Engine.atHand().containers(server.instance()))
                .noneMatch(container -> container.sandbox().equals(id));
    }

    @Test
    void listIsFilteredByLabelsAndState(RunningServer server, Cofferdam cofferdam) {
        String mark = UUID.randomUUID().toString();
        Sandbox one = server.newSandbox(cofferdam, "list");
        Sandbox two = server.newSandbox(cofferdam, "list");
        one.update(new SandboxPatch(Map.of("mark", mark, "kind", "one"), null));
        two.update(new SandboxPatch(Map.of("mark", mark, "kind", "two"), new SleepAfter("2h")));
        two.sleep();

        SandboxQuery marked = SandboxQuery.ALL.label("mark", mark);
        assertThat(cofferdam.list(marked)).extracting(SandboxInfo::id).containsExactlyInAnyOrder(one.id(), two.id());
        assertThat(cofferdam.list(marked.label("kind", "one")))
                .extracting(SandboxInfo::id)
                .containsExactly(one.id());
        assertThat(cofferdam.list(marked.state(SandboxState.SLEEPING)))
                .extracting(SandboxInfo::id)
                .containsExactly(two.id());
        assertThat(cofferdam.list(marked.label("kind", "three"))).isEmpty();
        one.destroy();
        two.destroy();
    }

    @Test
    void variablesAreMerged(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "env");
        sandbox.setEnv(Map.of("A", "1", "B", "2"));
        Map<String, @Nullable String> change = new HashMap<>();
        change.put("A", null);
        change.put("C", "3");
        sandbox.setEnv(change);
        assertThat(sandbox.exec("echo ${A-none} $B $C").stdout()).isEqualTo("none 2 3\n");
        sandbox.sleep();
        assertThat(sandbox.exec("echo ${A-none} $B $C").stdout()).isEqualTo("none 2 3\n");
        sandbox.destroy();
    }

    private static ErrorCode codeOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        SandboxException refused = catchThrowableOfType(SandboxException.class, call);
        assertThat(refused).isNotNull();
        return refused.code();
    }
}
