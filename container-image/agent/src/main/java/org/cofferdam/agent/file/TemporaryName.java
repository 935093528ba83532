package org.cofferdam.agent.file;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names for what is not yet finished: hidden, and nobody else's. */
final class TemporaryName {

    private TemporaryName() {}

    static FilePlace in(FilePlace directory) {
        String name = ".cofferdam-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return directory.child(name.getBytes(StandardCharsets.US_ASCII));
    }
}
