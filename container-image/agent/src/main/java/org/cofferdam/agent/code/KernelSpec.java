package org.cofferdam.agent.code;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code kernel.json} (jupyter-client, "Kernel specs"), as far as it matters here.
 *
 * @param argv the kernel's command, with {@code {connection_file}} in it
 * @param interrupt_mode {@code signal}, the default, or {@code message}
 */
public record KernelSpec(
        List<String> argv,
        @Nullable String language,
        @Nullable String interrupt_mode,
        @Nullable Map<String, @Nullable String> env,
        @Nullable Metadata metadata) {

    public KernelSpec {
        argv = List.copyOf(argv);
    }

    /** What kernel.json may say to us alone. */
    public record Metadata(@Nullable Abilities cofferdam) {}

    /**
     * @param env whether the kernel takes variables for one run
     * @param parent what forks such kernels, faster than one starts by itself
     */
    public record Abilities(boolean env, @Nullable Parent parent) {}

    /**
     * @param argv its command, with {@code {socket}} in it, where it listens
     * @param fixed how the names of variables begin that have no effect on a kernel once its parent has started
     */
    public record Parent(List<String> argv, List<String> fixed) {}

    @Nullable Parent parent() {
        return metadata == null || metadata.cofferdam() == null
                ? null
                : metadata.cofferdam().parent();
    }

    boolean interruptsByMessage() {
        return "message".equals(interrupt_mode);
    }

    boolean takesVariables() {
        return metadata != null
                && metadata.cofferdam() != null
                && metadata.cofferdam().env();
    }
}
