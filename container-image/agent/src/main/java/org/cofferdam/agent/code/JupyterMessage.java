package org.cofferdam.agent.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cofferdam.agent.json.Json;

/**
 * A message of the Jupyter protocol 5.3. Ours carry no signature: the kernels' sockets lie in a directory that only their user may
 * enter, and he can read the key too.
 *
 * @param type of its header
 * @param parentId of the message that led to it; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record JupyterMessage(String type, String parentId, byte[] header, JsonMembers content) {

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    /** @throws IOException when it is none */
    static JupyterMessage of(List<byte[]> frames) throws IOException {
        int at = 0;
        while (at < frames.size() && !Arrays.equals(frames.get(at), DELIMITER)) {
            at++;
        }
        if (frames.size() < at + 6) {
            throw new IOException("Not a Jupyter message");
        }
        byte[] header = frames.get(at + 2);
        return new JupyterMessage(
                JsonMembers.of(header).text("msg_type"),
                JsonMembers.of(frames.get(at + 3)).text("msg_id"),
                header,
                JsonMembers.of(frames.get(at + 5)));
    }

    static List<byte[]> request(String id, String session, String type, byte[] metadata, Map<String, Object> content) {
        return frames(id, session, type, NO_OBJECT, metadata, content);
    }

    List<byte[]> reply(String id, String session, String type, Map<String, Object> content) {
        return frames(id, session, type, header, NO_OBJECT, content);
    }

    private static List<byte[]> frames(
            String id, String session, String type, byte[] parent, byte[] metadata, Map<String, Object> content) {
        Map<String, String> header = Map.of(
                "msg_id",
                id,
                "session",
                session,
                "username",
                "cofferdam",
                "date",
                Instant.now().toString(),
                "msg_type",
                type,
                "version",
                "5.3");
        return List.of(DELIMITER, new byte[0], Json.write(header), parent, metadata, Json.write(content));
    }
}
