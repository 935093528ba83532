package org.cofferdam.agent.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cofferdam.agent.system.DirectoryNames;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.FileType;
import org.jspecify.annotations.Nullable;

/** The entries of a directory in order, given on in parts, so that any number fits into memory. */
public final class Listing {

    /** The most entries that one directory may have, as they must be sorted. */
    private static final int DIRECTORY_ENTRIES = 100_000;

    private static final int PART = 200;

    /** How deep it goes: more than a path of 4096 bytes can name. */
    private static final int DEPTH = 2048;

    private final FileInfos infos;
    private final FileRequest.List request;
    private final @Nullable Glob glob;
    private final Receiver receiver;
    private final List<FileInfo> part = new ArrayList<>();

    /** Takes a part of the list; may block. */
    public interface Receiver {
        void take(List<FileInfo> part) throws IOException;
    }

    Listing(FileInfos infos, FileRequest.List request, Receiver receiver) {
        this.infos = infos;
        this.request = request;
        this.glob = Glob.of(request.glob());
        this.receiver = receiver;
    }

    void run(FilePlace directory) throws IOException {
        ArrayList<List<FilePlace>> pending = new ArrayList<>();
        try {
            pending.add(entries(directory));
        } catch (SystemCallException e) {
            throw FileErrors.of(e, directory);
        }
        while (!pending.isEmpty()) {
            List<FilePlace> entries = pending.getLast();
            if (entries.isEmpty()) {
                pending.removeLast();
                continue;
            }
            FilePlace place = entries.removeLast();
            boolean descend = visit(place) && pending.size() < DEPTH;
            if (descend) {
                descend(place, pending);
            }
        }
        if (!part.isEmpty()) {
            receiver.take(part);
        }
    }

    /** Reports an entry; whether it is a directory to descend into. */
    private boolean visit(FilePlace place) throws IOException {
        FileInfo info;
        try {
            info = infos.ofEntry(place);
        } catch (SandboxException goneMeanwhile) {
            return false;
        }
        if (glob == null || glob.matches(info.name())) {
            part.add(info);
            if (part.size() == PART) {
                receiver.take(part);
                part.clear();
            }
        }
        return request.recursive() && info.type() == FileType.DIRECTORY;
    }

    private void descend(FilePlace place, List<List<FilePlace>> pending) {
        try {
            pending.add(entries(place));
        } catch (SystemCallException notAllowedOrGone) {
            // It was reported itself; what is in it is not ours to see.
            pending.add(new ArrayList<>());
        }
    }

    /** The wanted entries, last first. */
    private List<FilePlace> entries(FilePlace directory) {
        List<byte[]> names = new ArrayList<>();
        try (DirectoryNames all = new DirectoryNames(directory.bytes())) {
            for (byte[] name = all.next(); name != null; name = all.next()) {
                if (request.hidden() || name[0] != '.') {
                    names.add(name);
                }
                if (names.size() > DIRECTORY_ENTRIES) {
                    throw new SandboxException(
                            ErrorCode.TOO_LARGE,
                            directory + " has more than " + DIRECTORY_ENTRIES + " entries",
                            "List it by a command",
                            null);
                }
            }
        }
        names.sort((a, b) -> Arrays.compareUnsigned(b, a));
        List<FilePlace> places = new ArrayList<>(names.size());
        names.forEach(name -> places.add(directory.child(name)));
        return places;
    }
}
