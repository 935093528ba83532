package org.cofferdam.agent.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names for what is not yet finished: hidden, and nobody else's. */
final class TemporaryName {

    private static final byte[] PREFIX = ".cofferdam-".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = PREFIX.length + 16;

    private TemporaryName() {}

    /** Whether it is the name of something that is not finished. */
    static boolean is(byte[] name) {
        return name.length == LENGTH && Arrays.equals(name, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    static FilePlace in(FilePlace directory) {
        String name = ".cofferdam-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return directory.child(name.getBytes(StandardCharsets.US_ASCII));
    }
}
