package org.cofferdam.tests.exec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.cofferdam.client.ExecStream;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessEvent;
import org.jspecify.annotations.Nullable;

/** A stream of events without holding them: how many bytes, their SHA-256, the end. */
record Digest(long stdoutBytes, String stdout, String stderr, ProcessEvent.Complete end) {

    static Digest of(ExecStream stream) {
        MessageDigest stdout = sha256();
        MessageDigest stderr = sha256();
        long bytes = 0;
        ProcessEvent.@Nullable Complete end = null;
        for (ProcessEvent event : stream) {
            switch (event) {
                case ProcessEvent.Output output
                when output.stream() == OutputStreamName.STDOUT -> {
                    stdout.update(output.bytes());
                    bytes += output.bytes().length;
                }
                case ProcessEvent.Output output -> stderr.update(output.bytes());
                case ProcessEvent.Complete complete -> end = complete;
                case ProcessEvent.Start _, ProcessEvent.Truncated _ -> {
                    // Complete says whether anything is missing
                }
            }
        }
        if (end == null) {
            throw new AssertionError("No end");
        }
        return new Digest(bytes, hex(stdout), hex(stderr), end);
    }

    static String of(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return hex(digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
