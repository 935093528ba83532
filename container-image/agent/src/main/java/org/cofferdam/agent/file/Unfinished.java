package org.cofferdam.agent.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.PathText;

/**
 * Remembers in a file, which outlives an agent that is killed, what is made aside and not finished, so that the next agent can remove it. Lines
 * end with a NUL: {@code +} and a path when it begins, {@code -} and the path at its end.
 */
public final class Unfinished {

    private static final String FILE = "unfinished";

    private final Set<String> left;
    private final Path file;
    private int descriptor = -1;
    private int open;

    /** Reads what an earlier agent left in its directory, before that is made empty. */
    public Unfinished(Path scratch) {
        this.file = scratch.resolve(FILE);
        this.left = read(file);
    }

    private static Set<String> read(Path file) {
        Set<String> paths = new LinkedHashSet<>();
        try {
            if (Files.exists(file)) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                for (String line : text.substring(0, text.lastIndexOf('\0') + 1).split("\0", -1)) {
                    if (line.startsWith("+")) {
                        paths.add(line.substring(1));
                    } else if (line.startsWith("-")) {
                        paths.remove(line.substring(1));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }

    /** What begins here is finished when it is closed. */
    final class Entry implements AutoCloseable {

        private final FilePlace place;

        Entry(FilePlace place) {
            this.place = place;
        }

        @Override
        public void close() {
            end(place);
        }
    }

    synchronized Entry begin(FilePlace place) {
        note('+', place);
        open++;
        return new Entry(place);
    }

    private synchronized void end(FilePlace place) {
        open--;
        if (open == 0) {
            FileCalls.require("ftruncate", FileCalls.ftruncate(descriptor, 0));
        } else {
            note('-', place);
        }
    }

    /** Through a descriptor that root opened: the calling thread has the user's rights. */
    private void note(char sign, FilePlace place) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write(sign);
        line.writeBytes(place.text().getBytes(StandardCharsets.UTF_8));
        line.write(0);
        Descriptors.writeFully(descriptor, line.toByteArray());
    }

    /** Begins to remember, in the directory that is empty by now. */
    public void start() {
        byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
        descriptor = FileCalls.open(path, FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_APPEND, 0600);
    }

    /** Removes what was left, with the rights of the user whose it is. */
    public void removeLeft(Configuration configuration) {
        for (String path : left) {
            FilePlace place = FilePlace.of(path);
            if (!TemporaryName.is(PathText.bytes(place.name()))) {
                continue;
            }
            try (FileRights _ = FileRights.of(configuration.defaults().user().identity())) {
                TreeDelete.force(place);
            } catch (SandboxException e) {
                System.getLogger(Unfinished.class.getName()).log(System.Logger.Level.WARNING, "Not removed: {0}", path);
            }
        }
    }
}
