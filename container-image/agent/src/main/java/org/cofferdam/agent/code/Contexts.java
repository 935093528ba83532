package org.cofferdam.agent.code;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.cofferdam.agent.process.ProcessSystem;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.settings.SandboxDefaults;
import org.cofferdam.protocol.code.ContextId;
import org.cofferdam.protocol.code.ContextInfo;
import org.cofferdam.protocol.code.ContextSpec;
import org.cofferdam.protocol.code.RunId;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** All contexts; {@code default-LANGUAGE} is made on first use. */
public final class Contexts {

    static final int MOST = 256;

    private final Configuration configuration;
    private final ProcessSystem system;
    private final Runs runs;
    private final Kernels kernels;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ContextId, Context> byId = new LinkedHashMap<>();

    public Contexts(Path scratch, Configuration configuration, ProcessSystem system) {
        this.configuration = configuration;
        this.system = system;
        this.kernels = new Kernels(scratch, configuration, system);
        this.runs = new Runs(scratch);
    }

    /**
     * Makes a context whose kernel is ready.
     *
     * @throws SandboxException {@code context-exists}, {@code language-unknown}, {@code kernel-failed}, {@code quota-exceeded}, {@code
     *     cwd-not-found}
     */
    public ContextInfo create(ContextSpec spec) {
        Context context = make(spec);
        if (add(context) != context) {
            throw new SandboxException(ErrorCode.CONTEXT_EXISTS, "There is a context " + context.id());
        }
        open(context);
        return context.info();
    }

    private Context make(ContextSpec spec) {
        SandboxDefaults defaults = configuration.defaults();
        ContextId id = spec.id() == null ? ContextId.random() : spec.id();
        String cwd = defaults.resolve(spec.cwd());
        KernelSpec kernel = KernelSpecs.require(spec.languageOrDefault(), defaults.user());
        Map<String, @Nullable String> env = spec.env() == null ? Map.of() : spec.env();
        return new Context(
                id,
                spec.languageOrDefault(),
                cwd,
                listener -> kernels.start(kernel, cwd, env, listener),
                system.workers());
    }

    /** The context that has its id now: it, or an older one. */
    private Context add(Context context) {
        lock.lock();
        try {
            Context older = byId.get(context.id());
            if (older != null) {
                return older;
            }
            if (byId.size() >= MOST) {
                throw new SandboxException(
                        ErrorCode.QUOTA_EXCEEDED, "A sandbox has at most " + MOST + " contexts", "Delete some", null);
            }
            byId.put(context.id(), context);
            return context;
        } finally {
            lock.unlock();
        }
    }

    private void open(Context context) {
        boolean opened = false;
        try {
            context.open();
            opened = true;
        } finally {
            if (!opened) {
                remove(context);
                context.delete();
            }
        }
    }

    private void remove(Context context) {
        lock.lock();
        try {
            byId.remove(context.id(), context);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Context find(ContextId id) {
        lock.lock();
        try {
            return byId.get(id);
        } finally {
            lock.unlock();
        }
    }

    private Context require(ContextId id) {
        Context context = find(id);
        if (context == null) {
            throw new SandboxException(
                    ErrorCode.CONTEXT_NOT_FOUND, "No context " + id, "Create it, or give a language instead", null);
        }
        return context;
    }

    /**
     * Runs code in the context that it names, or in the default one of its language.
     *
     * @throws SandboxException {@code context-not-found}, {@code execution-exists}, and those of {@link #create}
     */
    public Run run(RunSpec spec) {
        Context context = spec.contextId() == null ? ofLanguage(spec.language()) : require(spec.contextId());
        Run run = runs.add(spec, context.id(), configuration.defaults().maxOutputBytes());
        boolean accepted = false;
        try {
            context.submit(run);
            accepted = true;
            return run;
        } finally {
            if (!accepted) {
                runs.remove(run);
            }
        }
    }

    private Context ofLanguage(@Nullable String language) {
        String name = language == null ? ContextSpec.DEFAULT_LANGUAGE : language;
        ContextId id = new ContextId("default-" + name.replaceAll("[^A-Za-z0-9._-]", "_"));
        Context found = find(id);
        if (found != null) {
            return found;
        }
        Context made = make(new ContextSpec(id, name, null, null));
        Context kept = add(made);
        if (kept == made) {
            open(made);
        }
        return kept;
    }

    /** @throws SandboxException {@code execution-not-found} */
    public Run attach(RunId id) {
        return runs.require(id);
    }

    public List<ContextInfo> list() {
        List<Context> all;
        lock.lock();
        try {
            all = List.copyOf(byId.values());
        } finally {
            lock.unlock();
        }
        return all.stream().map(Context::info).toList();
    }

    public ContextInfo get(ContextId id) {
        return require(id).info();
    }

    public void delete(ContextId id) {
        Context context = require(id);
        remove(context);
        context.delete();
    }

    public ContextInfo restart(ContextId id) {
        return require(id).restart();
    }

    public ContextInfo interrupt(ContextId id) {
        return require(id).interrupt();
    }
}
