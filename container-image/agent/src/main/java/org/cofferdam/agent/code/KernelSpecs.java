package org.cofferdam.agent.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cofferdam.agent.json.Json;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.agent.user.User;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** The kernels that the image has, and those that the user has installed; looked up anew each time, for more may come. */
final class KernelSpecs {

    private static final List<String> SHARED =
            List.of("/usr/local/share/jupyter/kernels", "/usr/share/jupyter/kernels");

    private KernelSpecs() {}

    /**
     * The first kernel of that language; of that name if none says so.
     *
     * @throws SandboxException {@code language-unknown}
     */
    static KernelSpec require(String language, User user) {
        String wanted = language.toLowerCase(Locale.ROOT);
        Map<String, KernelSpec> byName = new TreeMap<>();
        try (FileRights _ = FileRights.of(user.identity())) {
            for (Path directory : Stream.concat(
                            Stream.of(user.home() + "/.local/share/jupyter/kernels"), SHARED.stream())
                    .map(Path::of)
                    .toList()) {
                for (Path kernel : list(directory)) {
                    KernelSpec spec = read(kernel.resolve("kernel.json"));
                    if (spec == null) {
                        continue;
                    }
                    if (spec.language() != null
                            && spec.language().toLowerCase(Locale.ROOT).equals(wanted)) {
                        return spec;
                    }
                    byName.putIfAbsent(kernel.getFileName().toString().toLowerCase(Locale.ROOT), spec);
                }
            }
        }
        KernelSpec named = byName.get(wanted);
        if (named == null) {
            throw new SandboxException(
                    ErrorCode.LANGUAGE_UNKNOWN,
                    "The image has no kernel for " + language,
                    "Use an image that has one, or install one below ~/.local/share/jupyter/kernels",
                    null);
        }
        return named;
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> kernels = Files.list(directory)) {
            return kernels.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static @Nullable KernelSpec read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file), 0, KernelSpec.class);
        } catch (IOException | SandboxException e) {
            return null; // a directory without a kernel, or with one that nobody could start
        }
    }
}
