package org.cofferdam.web.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.code.RunEvent;
import org.cofferdam.protocol.code.RunResult;
import org.jspecify.annotations.Nullable;

/** A run's events as one answer: what a notebook would show in the end, up to a limit. */
final class GatheredRun {

    /** The most text that an answer has, in characters; what comes behind it is left out. */
    static final long MAX_CHARACTERS = 16 << 20;

    private final List<String> stdout = new ArrayList<>();
    private final List<String> stderr = new ArrayList<>();
    private final List<Shown> results = new ArrayList<>();
    private RunResult.@Nullable Raised error;
    private long room = MAX_CHARACTERS;
    private boolean truncated;
    private boolean clearNext;

    private record Shown(@Nullable String displayId, Map<String, Object> formats) {}

    void add(RunEvent event) {
        switch (event) {
            case RunEvent.Stdout output -> print(stdout, output.data());
            case RunEvent.Stderr output -> print(stderr, output.data());
            case RunEvent.Result result -> show(result);
            case RunEvent.Update update ->
                results.replaceAll(shown -> update.displayId().equals(shown.displayId())
                        ? new Shown(shown.displayId(), formats(update.data()))
                        : shown);
            case RunEvent.Clear clear -> {
                clearNext = clear.await();
                if (!clear.await()) {
                    clear();
                }
            }
            case RunEvent.Failure failure ->
                error = new RunResult.Raised(failure.name(), failure.value(), failure.traceback());
            case RunEvent.Truncated _ -> truncated = true;
            case RunEvent.Start _, RunEvent.Complete _ -> {}
        }
    }

    private void print(List<String> to, String text) {
        clearIfDue();
        if (take(text.length())) {
            to.add(text);
        }
    }

    private void show(RunEvent.Result result) {
        clearIfDue();
        long size = 0;
        for (Object value : result.data().values()) {
            size += value instanceof String text
                    ? text.length()
                    : String.valueOf(value).length();
        }
        if (take(size)) {
            results.add(new Shown(result.displayId(), formats(result.data())));
        }
    }

    private boolean take(long size) {
        boolean fits = size <= room;
        truncated |= !fits;
        room -= fits ? size : 0;
        return fits;
    }

    private void clearIfDue() {
        if (clearNext) {
            clearNext = false;
            clear();
        }
    }

    private void clear() {
        stdout.clear();
        stderr.clear();
        results.clear();
    }

    private static Map<String, Object> formats(Map<String, Object> data) {
        Map<String, Object> formats = new LinkedHashMap<>();
        data.forEach((mime, value) -> formats.put(format(mime), value));
        return formats;
    }

    /** What a MIME type is called in results; itself where it has no name. */
    private static String format(String mime) {
        return switch (mime) {
            case "text/plain" -> "text";
            case "text/html" -> "html";
            case "text/markdown" -> "markdown";
            case "text/latex" -> "latex";
            case "image/png" -> "png";
            case "image/jpeg" -> "jpeg";
            case "image/svg+xml" -> "svg";
            case "application/json" -> "json";
            case "application/javascript" -> "javascript";
            case "application/pdf" -> "pdf";
            case "application/vnd.cofferdam.chart+json" -> "chart";
            default -> mime;
        };
    }

    RunResult result(RunEvent.Complete end) {
        return new RunResult(
                end.executionId(),
                end.contextId(),
                end.status(),
                end.success(),
                end.executionCount(),
                new RunResult.Logs(stdout, stderr),
                results.stream().map(Shown::formats).toList(),
                error,
                end.restarted(),
                truncated || end.truncated(),
                end.startedAt(),
                end.durationMillis());
    }
}
