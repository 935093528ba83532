package org.cofferdam.agent.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.cofferdam.agent.archive.InvalidArchive;
import org.cofferdam.agent.archive.TarInput;
import org.cofferdam.agent.archive.TarOutput;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileStatus;
import org.cofferdam.agent.system.OpenDirectory;
import org.cofferdam.agent.system.SystemCallException;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileRequest;

/**
 * Archives to directories and back. Unpacking happens in a hidden directory next to what is to be made, or in what is there, and the
 * result is renamed into its place when the archive's end has come: until then a failure leaves everything as it was.
 */
final class Archives {

    private static final int GZIP_BYTES = 64 << 10;
    private static final int GZIP_FIRST = 0x1f;
    private static final byte[] FRESH = "new".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OLD = "old".getBytes(StandardCharsets.US_ASCII);

    private final Unfinished unfinished;

    Archives(Unfinished unfinished) {
        this.unfinished = unfinished;
    }

    static ArchiveInfo pack(FilePlace top, FileRequest.Pack request, OutputStream out) throws IOException {
        OutputStream compressed = request.gzip() ? new FastGzip(out) : out;
        ArchiveInfo info = new Pack(top, request, new TarOutput(compressed)).run();
        compressed.close();
        return info;
    }

    /** At the level that costs least: the disk and the network are usually faster than the compressor. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, GZIP_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    ArchiveInfo unpack(FilePlace target, FileRequest.Unpack request, InputStream in) throws IOException {
        try {
            Unpack unpack = new Unpack(request, new TarInput(uncompressed(in)));
            if (exists(target)) {
                unpackWithin(target, unpack, request.replace());
            } else {
                unpackBeside(target, unpack);
            }
            return unpack.info();
        } catch (ZipException | EOFException e) {
            throw InvalidArchive.because("The archive's compression is damaged: " + e.getMessage());
        } catch (SystemCallException e) {
            throw FileErrors.of(e, target);
        }
    }

    private static InputStream uncompressed(InputStream in) throws IOException {
        PushbackInputStream looked = new PushbackInputStream(in);
        int first = looked.read();
        if (first >= 0) {
            looked.unread(first);
        }
        return first == GZIP_FIRST ? new GZIPInputStream(looked, GZIP_BYTES) : looked;
    }

    private static boolean exists(FilePlace place) {
        try {
            return FileStatus.of(place.bytes()).mode() != 0;
        } catch (SystemCallException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw FileErrors.of(e, place);
        }
    }

    private void unpackBeside(FilePlace target, Unpack unpack) throws IOException {
        Directories.make(target.parent());
        FilePlace temporary = TemporaryName.in(target.parent());
        try (Unfinished.Entry _ = unfinished.begin(temporary)) {
            boolean placed = false;
            FileErrors.check(FileCalls.mkdir(temporary.bytes(), 0700), target);
            try (Staging staging = new Staging(OpenDirectory.of(temporary.bytes()))) {
                unpack.into(staging);
                FileErrors.check(FileCalls.renameNoReplace(temporary.bytes(), target.bytes()), target);
                placed = true;
                unpack.settle(staging, true);
            } finally {
                if (!placed) {
                    TreeDelete.force(temporary);
                }
            }
        }
    }

    private void unpackWithin(FilePlace target, Unpack unpack, boolean replace) throws IOException {
        FilePlace temporary = TemporaryName.in(target);
        try (Unfinished.Entry _ = unfinished.begin(temporary)) {
            FileErrors.check(FileCalls.mkdir(temporary.bytes(), 0700), target);
            try (OpenDirectory own = OpenDirectory.of(temporary.bytes());
                    Staging there = new Staging(
                            OpenDirectory.of(target.child(new byte[] {'.'}).bytes()))) {
                place(target, unpack, replace, own, there);
            } finally {
                removeLeftovers(temporary);
            }
        }
    }

    private static void place(FilePlace target, Unpack unpack, boolean replace, OpenDirectory own, Staging there)
            throws IOException {
        FileErrors.check(own.mkdir(FRESH, 0700), target);
        FileErrors.check(own.mkdir(OLD, 0700), target);
        try (Staging fresh = new Staging(own.directory(FRESH));
                OpenDirectory old = own.directory(OLD)) {
            unpack.into(fresh);
            if (replace) {
                new Placement(target).replace(fresh.root(), there.root(), old);
            } else {
                new Placement(target).merge(fresh.root(), there.root());
            }
        }
        unpack.settle(there, false);
    }

    /** What is left is of no use, and whether it goes changes nothing of the outcome. */
    private static void removeLeftovers(FilePlace temporary) {
        try {
            TreeDelete.force(temporary);
        } catch (SandboxException e) {
            System.getLogger(Archives.class.getName()).log(System.Logger.Level.WARNING, "Not removed: {0}", temporary);
        }
    }
}
