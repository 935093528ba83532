package org.cofferdam.client;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileList;
import org.cofferdam.protocol.file.FileRequest;
import org.jspecify.annotations.Nullable;

/**
 * The files of a sandbox, with the rights of its user. A relative path starts at {@code /workspace}. Methods throw {@link
 * SandboxException}, with {@code FILE_NOT_FOUND}, {@code IS_DIRECTORY}, {@code NOT_DIRECTORY}, {@code PERMISSION_DENIED}, {@code
 * NO_SPACE} and {@code INVALID_PATH} above all.
 */
public final class SandboxFiles {

    /** Nothing that moves stands still for so long. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Duration LONGEST_UPLOAD = Duration.ofHours(6);

    private final Transport transport;
    private final String path;

    SandboxFiles(Transport transport, String sandboxPath) {
        this.transport = transport;
        this.path = sandboxPath + "/files";
    }

    /** A file's text, which must be UTF-8 and fit into memory. */
    public String readText(String file) {
        return new String(read(file), StandardCharsets.UTF_8);
    }

    /** A file's bytes, which must fit into memory. */
    public byte[] read(String file) {
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw transport.failure(e);
        }
    }

    /** A file's bytes as they come, in constant memory. Reading fails with an {@link IOException} when the file was cut short. */
    public InputStream open(String file) {
        return content(file).open();
    }

    /**
     * A part of a file.
     *
     * @param offset of its first byte
     * @param length at least 1; the part is shorter where the file ends
     * @throws SandboxException {@code RANGE_NOT_SATISFIABLE} when the file ends before {@code offset}
     */
    public InputStream open(String file, long offset, long length) {
        return content(file)
                .header("Range", "bytes=" + offset + "-" + (offset + length - 1))
                .open();
    }

    /** Copies a file of the sandbox to a file here, which is replaced when all of it has come. */
    public void download(String file, Path target) {
        try (InputStream in = open(file)) {
            Path whole = target.toAbsolutePath();
            Path part = Files.createTempFile(whole.getParent(), "." + whole.getFileName(), ".part");
            try {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Downloading " + file, e);
        }
    }

    /** Replaces a file at once; makes its parents. */
    public FileInfo write(String file, String text) {
        return write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #write(String, String)}. */
    public FileInfo write(String file, byte[] bytes) {
        return write(file, BodyPublishers.ofByteArray(bytes), null);
    }

    /** As {@link #write(String, String)}, to the end of a stream, which is closed; when it fails the old file stays. */
    public FileInfo write(String file, InputStream bytes) {
        return write(file, BodyPublishers.ofInputStream(() -> bytes), null);
    }

    /** As {@link #write(String, String)}, from a file here. */
    public FileInfo upload(Path source, String file) {
        try {
            return write(file, BodyPublishers.ofFile(source), null);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * As {@link #write(String, byte[])} with permissions.
     *
     * @param mode three or four octal digits, {@code 755}
     */
    public FileInfo write(String file, byte[] bytes, String mode) {
        return write(file, BodyPublishers.ofByteArray(bytes), mode);
    }

    /** The entries of a directory but hidden ones, sorted by path. */
    public List<FileInfo> list(String directory) {
        return list(directory, false, false, null);
    }

    /**
     * The entries of a directory, sorted by path.
     *
     * @param recursive also of the directories in it
     * @param hidden also those whose name begins with a dot
     * @param glob shell pattern that the name must match; all when null
     */
    public List<FileInfo> list(String directory, boolean recursive, boolean hidden, @Nullable String glob) {
        return transport
                .call("GET", path)
                .query("path", directory)
                .query("recursive", recursive)
                .query("hidden", hidden)
                .query("glob", glob)
                .as(FileList.class)
                .items();
    }

    /** One entry; a symbolic link is not followed. */
    public FileInfo stat(String file) {
        return transport.call("GET", path + "/stat").query("path", file).as(FileInfo.class);
    }

    public boolean exists(String file) {
        try {
            stat(file);
            return true;
        } catch (SandboxException e) {
            if (e.code() == ErrorCode.FILE_NOT_FOUND || e.code() == ErrorCode.NOT_DIRECTORY) {
                return false;
            }
            throw e;
        }
    }

    /** Makes a directory, and its parents; one that exists is fine. */
    public FileInfo mkdir(String directory) {
        return transport
                .call("POST", path + "/mkdir")
                .json(new FileRequest.Mkdir(directory, null))
                .as(FileInfo.class);
    }

    /**
     * Renames {@code from} to exactly {@code to}, never into it.
     *
     * @throws SandboxException {@code FILE_EXISTS} unless {@code overwrite}
     */
    public FileInfo move(String from, String to, boolean overwrite) {
        return transport
                .call("POST", path + "/move")
                .json(new FileRequest.Move(from, to, overwrite))
                .as(FileInfo.class);
    }

    /**
     * Removes a file, link or directory.
     *
     * @throws SandboxException {@code DIRECTORY_NOT_EMPTY} unless {@code recursive}
     */
    public void delete(String file, boolean recursive) {
        transport
                .call("DELETE", path)
                .query("path", file)
                .query("recursive", recursive)
                .run();
    }

    private FileInfo write(String file, BodyPublisher bytes, @Nullable String mode) {
        return transport
                .call("PUT", path + "/content")
                .query("path", file)
                .query("mode", mode)
                .body(bytes, "application/octet-stream")
                .within(LONGEST_UPLOAD)
                .as(FileInfo.class);
    }

    private Call content(String file) {
        return transport.call("GET", path + "/content").query("path", file).idle(PAUSE);
    }
}
