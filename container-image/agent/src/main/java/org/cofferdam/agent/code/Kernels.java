package org.cofferdam.agent.code;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.cofferdam.agent.log.Keep;
import org.cofferdam.agent.process.AgentProcess;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.process.ProcessTree;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.settings.SandboxDefaults;
import org.cofferdam.agent.user.CommandEnvironment;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.process.ProcessId;
import org.cofferdam.protocol.process.ProcessSpec;
import org.jspecify.annotations.Nullable;

/** Starts kernels: forked by a parent where their language has one, otherwise by themselves. */
final class Kernels {

    private final Path scratch;
    private final Configuration configuration;
    private final ProcessSystem system;
    private final AtomicLong made = new AtomicLong();
    private final ConcurrentMap<KernelSpec.Parent, FutureTask<KernelParent>> parents = new ConcurrentHashMap<>();

    Kernels(Path scratch, Configuration configuration, ProcessSystem system) {
        this.scratch = scratch;
        this.configuration = configuration;
        this.system = system;
    }

    /**
     * Starts one that is still to be {@link Kernel#open}ed.
     *
     * @param env on top of the sandbox's variables
     * @throws org.cofferdam.protocol.error.SandboxException as {@link org.cofferdam.agent.process.Commands#start}
     */
    Kernel start(KernelSpec spec, String cwd, Map<String, @Nullable String> env, Kernel.Listener listener) {
        User user = configuration.defaults().user();
        String name = "kernel-" + made.incrementAndGet();
        KernelDirectory directory = KernelDirectory.make(scratch.resolve(name), user.identity());
        boolean started = false;
        try {
            ProcessSpec wanted = wanted(spec, directory, name, cwd, env);
            AgentProcess forked = spec.parent() == null ? null : fork(spec.parent(), directory, name, wanted, cwd);
            AgentProcess process = forked == null ? system.commands().start(wanted, Keep.LAST) : forked;
            started = true;
            return new Kernel(spec, system, directory, process, name, listener);
        } finally {
            if (!started) {
                directory.remove();
            }
        }
    }

    private static ProcessSpec wanted(
            KernelSpec spec, KernelDirectory directory, String name, String cwd, Map<String, @Nullable String> env) {
        String file = directory.connectionFile().toString();
        List<String> argv = spec.argv().stream()
                .map(word -> word.replace("{connection_file}", file))
                .toList();
        Map<String, @Nullable String> variables = new LinkedHashMap<>();
        if (spec.env() != null) {
            variables.putAll(spec.env());
        }
        variables.putAll(env);
        return new ProcessSpec(
                new ProcessId(name), null, argv, null, cwd, variables, null, false, null, Kernel.LOG_BYTES);
    }

    /** Null when no parent can. */
    private @Nullable AgentProcess fork(
            KernelSpec.Parent spec, KernelDirectory directory, String name, ProcessSpec wanted, String cwd) {
        SandboxDefaults defaults = configuration.defaults();
        User user = defaults.user();
        CommandEnvironment sandbox = defaults.environmentOf(user);
        CommandEnvironment environment = sandbox.with(wanted.env());
        KernelParent parent = parent(spec, user, sandbox);
        return parent == null || !parent.fits(user, environment)
                ? null
                : parent.fork(
                        new KernelParent.Wanted(directory, wanted, environment.entries(ProcessTree.MARK, name), cwd));
    }

    private @Nullable KernelParent parent(KernelSpec.Parent spec, User user, CommandEnvironment environment) {
        FutureTask<KernelParent> start = new FutureTask<>(() -> start(spec, user, environment));
        FutureTask<KernelParent> parent =
                parents.compute(spec, (_, known) -> known == null || isGone(known) ? start : known);
        parent.run(); // nothing when it runs or ran already
        try {
            return parent.get();
        } catch (ExecutionException e) {
            return null; // what starts by itself then says why it cannot
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private KernelParent start(KernelSpec.Parent spec, User user, CommandEnvironment environment) {
        String name = "kernels-" + made.incrementAndGet();
        KernelDirectory directory = KernelDirectory.make(scratch.resolve(name), user.identity());
        boolean started = false;
        try {
            KernelParent parent = KernelParent.start(spec, system, directory, name, user, environment);
            started = true;
            return parent;
        } finally {
            if (!started) {
                directory.remove();
            }
        }
    }

    private static boolean isGone(FutureTask<KernelParent> parent) {
        return parent.state() == Future.State.FAILED
                || (parent.state() == Future.State.SUCCESS && parent.resultNow().ended());
    }
}
