package org.cofferdam.tests.code;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.CommandResult;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.ContextSpec;
import org.cofferdam.protocol.code.RunResult;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The examples in the documentation of numpy, pandas and matplotlib as cells: through the API they give what the same kernel gives to
 * jupyter_client, cell by cell.
 */
@ExtendWith(OneServer.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CorpusIT {

    private static final int CELLS = Integer.getInteger("cofferdam.corpus.cells", 450);

    /** Gathers the examples, runs them by jupyter_client, and prints [code, stdout, error, [format, …], text] for each. */
    private static final String REFERENCE = """
            import doctest, inspect, json, os, re, subprocess, sys, tempfile
            import matplotlib.colors, numpy, pandas
            from jupyter_client import BlockingKernelClient

            def examples():
                parser = doctest.DocTestParser()
                for owner in (numpy, numpy.linalg, pandas.Series, pandas.DataFrame, pandas, matplotlib.colors):
                    for name in sorted(dir(owner))[:: int(sys.argv[2])]:
                        text = inspect.getdoc(getattr(owner, name, None)) or ''
                        try:
                            found = parser.get_examples(text)
                        except ValueError:
                            continue
                        for example in found[:4]:
                            if not re.search('random|time|today|now|open|load|save|read_|to_|memory|show|info|source|id\\\\(|set_printoptions', example.source):
                                yield example.source

            cells = ['import numpy as np, pandas as pd', *dict.fromkeys(examples())][: int(sys.argv[1])]
            place = tempfile.mkdtemp()
            connection = dict(transport='ipc', ip=place + '/s', shell_port=1, iopub_port=2, stdin_port=3, control_port=4, hb_port=5, key='',
                              signature_scheme='hmac-sha256')
            with open(place + '/c.json', 'w') as file: json.dump(connection, file)
            kernel = subprocess.Popen(['python3', '-m', 'cofferdam_kernel', '-f', place + '/c.json'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            client = BlockingKernelClient(connection_file=place + '/c.json')
            client.load_connection_file(); client.start_channels(hb=False); client.wait_for_ready(timeout=60)
            told = []
            for code in cells:
                seen = dict(stdout='', error='', formats=[], text='')
                asked = client.execute(code)
                while True:
                    message = client.get_iopub_msg(timeout=60)
                    if message['parent_header'].get('msg_id') != asked: continue
                    content = message['content']
                    if content.get('execution_state') == 'idle': break
                    if message['msg_type'] == 'stream' and content['name'] == 'stdout': seen['stdout'] += content['text']
                    if message['msg_type'] == 'error': seen['error'] = content['ename'] + ': ' + content['evalue']
                    if 'data' in content: seen['formats'] += [len(content['data'])]; seen['text'] += content['data'].get('text/plain', '')
                client.get_shell_msg(timeout=60)
                told.append(dict(code=code, **seen))
            kernel.kill()
            print(json.dumps(told))
            """;

    @Test
    void examplesGiveWhatTheyGiveToJupyterClient(RunningServer server, Cofferdam cofferdam) throws Exception {
        Sandbox sandbox = server.newSandbox(cofferdam, "corpus");
        try {
            sandbox.files().write("/tmp/reference.py", REFERENCE);
            CommandResult reference = sandbox.exec("python3 -W ignore /tmp/reference.py " + CELLS + " 5");
            assertThat(reference.success()).as(reference.stderr()).isTrue();
            ContextId id = sandbox.code()
                    .createContext(new ContextSpec(new ContextId("corpus"), null, null, null))
                    .id();
            JsonNode cells = JsonMapper.builder().build().readTree(reference.stdout());
            assertThat(cells.size()).isEqualTo(CELLS);
            for (JsonNode cell : cells) {
                RunResult result = sandbox.code().run(cell.get("code").asText(), id);
                assertThat(told(result)).as(cell.get("code").asText()).isEqualTo(expected(cell));
            }
        } finally {
            sandbox.destroy();
        }
    }

    private static List<Object> told(RunResult result) {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> shown : result.results()) {
            text.append(shown.getOrDefault("text", ""));
        }
        return List.of(
                withoutAddresses(String.join("", result.logs().stdout())),
                result.error() == null
                        ? ""
                        : withoutAddresses(
                                result.error().name() + ": " + result.error().value()),
                result.results().stream().map(Map::size).toList(),
                withoutAddresses(text.toString()));
    }

    private static List<Object> expected(JsonNode cell) {
        return List.of(
                withoutAddresses(cell.get("stdout").asText()),
                withoutAddresses(cell.get("error").asText()),
                StreamSupport.stream(cell.get("formats").spliterator(), false)
                        .map(JsonNode::asInt)
                        .toList(),
                withoutAddresses(cell.get("text").asText()));
    }

    private static String withoutAddresses(String text) {
        return text.replaceAll("0x[0-9a-f]+", "0x");
    }
}
