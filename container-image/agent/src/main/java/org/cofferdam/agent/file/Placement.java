package org.cofferdam.agent.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.cofferdam.agent.system.DirectoryNames;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.OpenDirectory;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.PathText;
import org.jspecify.annotations.Nullable;

/** Moves what was unpacked to where it belongs, by renaming alone; a step that fails has those before it undone. */
final class Placement {

    @SuppressWarnings("ArrayRecordComponent") // a name is bytes
    private record Step(OpenDirectory from, byte[] name, OpenDirectory to) {}

    private final FilePlace target;
    private final ArrayDeque<Step> done = new ArrayDeque<>();

    Placement(FilePlace target) {
        this.target = target;
    }

    /** Puts all that is in {@code fresh} into {@code to}, and all that was there into {@code old}. */
    void replace(OpenDirectory fresh, OpenDirectory to, OpenDirectory old) {
        boolean whole = false;
        try {
            for (byte[] name : names(to)) {
                if (!TemporaryName.is(name)) {
                    move(to, name, old);
                }
            }
            for (byte[] name : names(fresh)) {
                move(fresh, name, to);
            }
            whole = true;
        } finally {
            if (!whole) {
                undo();
            }
        }
    }

    private void move(OpenDirectory from, byte[] name, OpenDirectory to) {
        FileErrors.check(from.renameNoReplace(name, to, name), target.child(name));
        done.push(new Step(from, name, to));
    }

    private void undo() {
        done.forEach(step -> step.to().renameNoReplace(step.name(), step.from(), step.name()));
    }

    /** Puts what is in {@code fresh} into {@code to}, file by file where a directory is there already. All is looked at before. */
    void merge(OpenDirectory fresh, OpenDirectory to) {
        requireRoom(fresh, to);
        moveAll(fresh, to);
    }

    private void requireRoom(OpenDirectory fresh, OpenDirectory to) {
        for (byte[] name : names(fresh)) {
            FileStatus there = to.find(name);
            if (there == null) {
                continue;
            }
            boolean comes = isDirectory(fresh.find(name));
            if (comes != there.isDirectory()) {
                throw new SandboxException(
                        ErrorCode.FILE_EXISTS,
                        target + ": " + PathText.of(name) + " is " + (there.isDirectory() ? "a" : "no")
                                + " directory, in the archive it is " + (comes ? "one" : "none"));
            }
            if (comes) {
                try (OpenDirectory inside = fresh.directory(name);
                        OpenDirectory insideTo = to.directory(name)) {
                    requireRoom(inside, insideTo);
                }
            }
        }
    }

    private void moveAll(OpenDirectory fresh, OpenDirectory to) {
        for (byte[] name : names(fresh)) {
            if (isDirectory(fresh.find(name)) && isDirectory(to.find(name))) {
                try (OpenDirectory inside = fresh.directory(name);
                        OpenDirectory insideTo = to.directory(name)) {
                    moveAll(inside, insideTo);
                }
            } else {
                FileErrors.check(fresh.rename(name, to, name), target.child(name));
            }
        }
    }

    private static boolean isDirectory(@Nullable FileStatus status) {
        return status != null && status.isDirectory();
    }

    private static List<byte[]> names(OpenDirectory directory) {
        List<byte[]> names = new ArrayList<>();
        try (DirectoryNames all = directory.names()) {
            for (byte[] name = all.next(); name != null; name = all.next()) {
                names.add(name);
            }
        }
        return names;
    }
}
