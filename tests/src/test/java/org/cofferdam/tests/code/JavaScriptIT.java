package org.cofferdam.tests.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.ContextSpec;
import org.cofferdam.protocol.code.ContextState;
import org.cofferdam.protocol.code.RunResult;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.code.RunStatus;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class JavaScriptIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Sandbox sandbox;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) {
        sandbox = server.newSandbox(cofferdam, "javascript");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    private static ContextId context(String id, String language) {
        return sandbox.code()
                .createContext(new ContextSpec(new ContextId(id), language, null, null))
                .id();
    }

    private static RunResult run(String code) {
        return sandbox.code().run(new RunSpec(null, code, null, "javascript", null, null, null, null));
    }

    private static RunResult run(ContextId context, String code, @Nullable String stdin, @Nullable Long timeoutMillis) {
        return sandbox.code().run(new RunSpec(null, code, context, null, null, stdin, timeoutMillis, null));
    }

    private static @Nullable Object text(RunResult result) {
        assertThat(result.error()).isNull();
        return result.results().getLast().get("text");
    }

    @Test
    void declarationsLastAndMayBeMadeAnew() {
        assertThat(run("let x = 1; const { y, z = 3 } = { y: 2 }; class A { v = 4 }\nfunction f() { return 5 }")
                        .results())
                .isEmpty();
        assertThat(text(run("let y = 20; x + y + z + new A().v + f()"))).isEqualTo("33");
    }

    @Test
    void awaitsImportsAndRequires() {
        assertThat(text(run("import fs, { readFileSync as read } from 'node:fs'; typeof fs.statSync + typeof read")))
                .isEqualTo("'functionfunction'");
        assertThat(text(run("const os = await import('node:os'); typeof os.cpus")))
                .isEqualTo("'function'");
        assertThat(text(run("require('node:path').join('a', 'b') + typeof os + typeof read")))
                .isEqualTo("'a/bobjectfunction'");
        assertThat(text(run("for await (const n of [Promise.resolve(7)]) { var last = n }\nlast")))
                .isEqualTo("7");
        assertThat(run("import { nothing } from 'node:fs'").raised().value()).contains("nothing");
    }

    @Test
    void importsWhatTheProjectHas() {
        sandbox.files().write("/workspace/node_modules/own/package.json", "{\"name\":\"own\",\"main\":\"index.js\"}");
        sandbox.files().write("/workspace/node_modules/own/index.js", "module.exports = { answer: 42 }");
        sandbox.files().write("/workspace/local.mjs", "export const here = 'yes'");
        assertThat(text(run("require('own').answer"))).isEqualTo("42");
        assertThat(text(run("import own from 'own'; import { here } from './local.mjs'; own.answer + here")))
                .isEqualTo("'42yes'");
    }

    @Test
    void consolesAndResultsAreTold() {
        RunResult result = run("console.log('a', { b: 1 }); console.error('c'); ({ d: [1, 2] })");
        assertThat(String.join("", result.logs().stdout())).isEqualTo("a { b: 1 }\n");
        assertThat(String.join("", result.logs().stderr())).isEqualTo("c\n");
        assertThat(result.results())
                .containsExactly(Map.of("text", "{ d: [ 1, 2 ] }", "json", Map.of("d", List.of(1, 2))));
        assertThat(run("display.html('<b>x</b>'); display.png(Buffer.from([1, 2])); undefined")
                        .results())
                .containsExactly(Map.of("html", "<b>x</b>"), Map.of("png", "AQI="));
        assertThat(run("display('one', { id: 'd' }); display('two', { id: 'd', update: true })")
                        .results())
                .containsExactly(Map.of("text", "'two'"));
        assertThat(run("({ [Symbol.for('Jupyter.display')]: () => ({ 'text/markdown': '**x**' }) })")
                        .results())
                .containsExactly(Map.of("markdown", "**x**"));
    }

    @Test
    void errorsAreToldWithoutTheKernelsOwnLines() {
        RunResult thrown = run("function g() { null.x }\ng()");
        assertThat(thrown.status()).isEqualTo(RunStatus.ERROR);
        assertThat(thrown.raised().name()).isEqualTo("TypeError");
        assertThat(String.join("\n", thrown.raised().traceback()))
                .contains("at g (cell-")
                .doesNotContain("kernel.mjs");
        assertThat(run("let q = ;").raised().name()).isEqualTo("SyntaxError");
        assertThat(run("throw 'text'").raised().value()).isEqualTo("'text'");
        assertThat(run("await Promise.reject(new RangeError('far'))").raised().name())
                .isEqualTo("RangeError");
        assertThat(text(run("'still here'"))).isEqualTo("'still here'");
    }

    @Test
    void typesEnumsAndNamespacesRun() {
        ContextId id = context("typed", "typescript");
        String code = """
                interface Sale { region: string; amount: number }
                enum Level { Low, High = 'high' }
                namespace Tax { export const rate: number = 0.5 }
                const sales: Sale[] = [{ region: 'north', amount: 10 }, { region: 'south', amount: 20 }];
                const total = <T extends Sale>(all: T[]): number => all.reduce((sum, each) => sum + each.amount, 0);
                `${total(sales) * Tax.rate} ${Level.High}`""";
        assertThat(text(run(id, code, null, null))).isEqualTo("'15 high'");
        assertThat(text(run(id, "sales.length satisfies number", null, null))).isEqualTo("2");
        assertThat(run(id, "let broken: = 1", null, null).raised().name()).isEqualTo("SyntaxError");
    }

    @Test
    void inputIsWhatTheRunWasGiven() {
        ContextId id = context("input", "javascript");
        assertThat(text(run(id, "await input() + await input()", "a\nb\n", null)))
                .isEqualTo("'ab'");
        assertThat(run(id, "await input()", null, null).raised().value()).contains("no standard input");
    }

    @Test
    void timeoutsBreakLoopsAndKeepTheState() {
        ContextId id = context("timeout", "javascript");
        run(id, "let kept = 1", null, null);
        for (String endless : List.of("while (true) {}", "await 0; while (true) {}", "await new Promise(() => {})")) {
            RunResult result = run(id, endless, null, 300L);
            assertThat(result.status()).as(endless).isEqualTo(RunStatus.TIMED_OUT);
            assertThat(result.restarted()).as(endless).isFalse();
        }
        assertThat(text(run(id, "kept", null, null))).isEqualTo("1");
    }

    @Test
    void interruptEndsALoop() throws Exception {
        ContextId id = context("interrupt", "javascript");
        CompletableFuture<RunResult> loop =
                CompletableFuture.supplyAsync(() -> run(id, "console.log('in'); while (true) {}", null, null));
        Await.until("busy", PATIENCE, () -> sandbox.code().context(id).state() == ContextState.BUSY);
        sandbox.code().interrupt(id);
        assertThat(loop.get().status()).isEqualTo(RunStatus.INTERRUPTED);
    }

    @Test
    void endOfTheKernelEndsTheRunAndTheContextGoesOn() {
        ContextId id = context("exits", "javascript");
        RunResult exit = run(id, "process.exit(3)", null, null);
        assertThat(exit.status()).isEqualTo(RunStatus.KERNEL_DIED);
        assertThat(exit.raised().value()).contains("exit code 3");
        assertThat(text(run(id, "1 + 1", null, null))).isEqualTo("2");
    }

    @Test
    void pythonWritesWhatJavaScriptReads() {
        assertThat(sandbox.code()
                        .run(
                                "import json\nwith open('/workspace/shared.json', 'w') as f: json.dump({'numbers': [1, 2, 3]}, f)")
                        .success())
                .isTrue();
        assertThat(
                        text(
                                run(
                                        "JSON.parse(require('fs').readFileSync('shared.json', 'utf8')).numbers.reduce((a, b) => a + b)")))
                .isEqualTo("6");
    }
}
