package org.cofferdam.tests.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.code.RunResult;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A language comes by adding its kernel: here one for bash, in the user's own directory. */
@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OtherLanguageIT {

    private static final String KERNEL = """
            import subprocess
            from ipykernel.kernelapp import IPKernelApp
            from ipykernel.kernelbase import Kernel

            class Bash(Kernel):
                implementation, implementation_version, banner = 'bash', '1', 'bash'
                language_info = {'name': 'bash', 'mimetype': 'text/x-sh', 'file_extension': '.sh'}

                def do_execute(self, code, silent, store_history=True, user_expressions=None, allow_stdin=False):
                    done = subprocess.run(['bash', '-c', code], capture_output=True, text=True)
                    for name in ('stdout', 'stderr'):
                        self.send_response(self.iopub_socket, 'stream', {'name': name, 'text': getattr(done, name)})
                    return {'status': 'ok', 'execution_count': self.execution_count, 'payload': [], 'user_expressions': {}}

            IPKernelApp.launch_instance(kernel_class=Bash)
            """;

    private static final String SPEC = """
            {"argv": ["python3", "/home/sandbox/bash_kernel.py", "-f", "{connection_file}"], "display_name": "Bash", "language": "bash"}""";

    @Test
    void kernelThatTheUserInstalledIsALanguage(RunningServer server, Cofferdam cofferdam) {
        Sandbox sandbox = server.newSandbox(cofferdam, "languages");
        try {
            sandbox.files().write("/home/sandbox/bash_kernel.py", KERNEL);
            sandbox.files().write("/home/sandbox/.local/share/jupyter/kernels/bash/kernel.json", SPEC);
            RunResult result = sandbox.code()
                    .run(new RunSpec(null, "echo $((6 * 7)); echo bad >&2", null, "bash", null, null, null, null));
            assertThat(String.join("", result.logs().stdout())).isEqualTo("42\n");
            assertThat(String.join("", result.logs().stderr())).isEqualTo("bad\n");
            assertThat(result.executionCount()).isEqualTo(1);
        } finally {
            sandbox.destroy();
        }
    }
}
