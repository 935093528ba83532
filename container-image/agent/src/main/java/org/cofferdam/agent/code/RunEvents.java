package org.cofferdam.agent.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a kernel publishes, as events of a run (Jupyter messaging, "Messages on the IOPub channel"). */
final class RunEvents {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_LIST = "[]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_TEXT = "\"\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TOO_LARGE =
            "{\"text/plain\":\"[a result of more than 6 MiB was left out]\"}".getBytes(StandardCharsets.US_ASCII);

    private RunEvents() {}

    /** Adds the event of a message to its run's log; true when the kernel should pause. */
    static boolean add(Run run, JupyterMessage message) throws IOException {
        JsonMembers content = message.content();
        return switch (message.type()) {
            case "stream" ->
                run.add(
                        content.text("name").equals("stderr") ? "stderr" : "stdout",
                        "data",
                        or(content, "text", EMPTY_TEXT));
            case "execute_result" -> result(run, content, true);
            case "display_data" -> result(run, content, false);
            case "update_display_data" ->
                run.add(
                        "update",
                        "displayId",
                        or(content.object("transient"), "display_id", EMPTY_TEXT),
                        "data",
                        or(content, "data", TOO_LARGE),
                        "metadata",
                        or(content, "metadata", EMPTY_OBJECT));
            case "clear_output" ->
                run.add("clear", "await", content.text("wait").getBytes(StandardCharsets.UTF_8));
            case "error" -> {
                run.failed = true;
                yield run.add(
                        "error",
                        "name",
                        or(content, "ename", EMPTY_TEXT),
                        "value",
                        or(content, "evalue", EMPTY_TEXT),
                        "traceback",
                        or(content, "traceback", EMPTY_LIST));
            }
            case "status" -> {
                run.idle |= content.text("execution_state").equals("idle");
                yield false;
            }
            default -> false;
        };
    }

    private static boolean result(Run run, JsonMembers content, boolean main) throws IOException {
        byte[] displayId = content.object("transient").raw("display_id");
        byte[] data = or(content, "data", TOO_LARGE);
        byte[] metadata = or(content, "metadata", EMPTY_OBJECT);
        byte[] isMain = String.valueOf(main).getBytes(StandardCharsets.US_ASCII);
        return displayId == null
                ? run.add("result", "main", isMain, "data", data, "metadata", metadata)
                : run.add("result", "main", isMain, "displayId", displayId, "data", data, "metadata", metadata);
    }

    private static byte[] or(JsonMembers members, String name, byte[] otherwise) {
        byte[] value = members.raw(name);
        return value == null ? otherwise : value;
    }
}
