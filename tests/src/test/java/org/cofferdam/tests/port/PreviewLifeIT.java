package org.cofferdam.tests.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.port.PortInfo;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.port.PortVisibility;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PreviewLifeIT {

    private static final int PORT = 3000;

    @Test
    void previewsLastOverSleepAndTheServersDeath() throws Exception {
        try (RunningServer server = RunningServer.start();
                Cofferdam cofferdam = server.connect()) {
            Sandbox sandbox = server.newSandbox(cofferdam, "life");
            PortInfo open = sandbox.ports().expose(PORT);
            PortInfo revoked = sandbox.ports().expose(3001);
            PortInfo secret = sandbox.ports().expose(PortSpec.of(3002).withVisibility(PortVisibility.PRIVATE));
            sandbox.ports().revoke(3001);
            sandbox.sleep();

            server.kill();
            server.startAgain();

            assertThat(sandbox.ports().list()).isEqualTo(List.of(open, secret));
            assertThat(get(server, revoked).status()).isEqualTo(404);
            assertThat(get(server, secret).status()).isEqualTo(401);
            assertThat(sandbox.info().state()).isEqualTo(SandboxState.SLEEPING);
            assertThat(get(server, open).fields("Cofferdam-Error")).containsExactly("port-not-listening");
            assertThat(sandbox.info().state()).isEqualTo(SandboxState.RUNNING);
            sandbox.destroy();
            assertThat(get(server, open).status()).isEqualTo(404);
        }
    }

    private static RawExchange get(RunningServer server, PortInfo exposed) throws Exception {
        return RawExchange.get(server.port(), URI.create(exposed.url()).getAuthority(), "/");
    }
}
