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
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileChanges;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileList;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.ReplaceResult;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchResult;
import org.cofferdam.protocol.file.WatchPosition;
import org.cofferdam.protocol.file.WatchSpec;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * The files of a sandbox, with the rights of its user. A relative path starts at {@code /workspace}, or at the current directory of the
 * session that this came from. Names that are not text: {@link org.cofferdam.protocol.file.PathText}. Methods throw {@link
 * SandboxException}, with {@code FILE_NOT_FOUND}, {@code IS_DIRECTORY}, {@code NOT_DIRECTORY}, {@code PERMISSION_DENIED}, {@code
 * NO_SPACE} and {@code INVALID_PATH} above all.
 */
public final class SandboxFiles {

    /** Nothing that moves stands still for so long. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Duration LONGEST_UPLOAD = Duration.ofHours(6);

    private final Transport transport;
    private final String path;
    private final @Nullable SessionId session;

    SandboxFiles(Transport transport, String sandboxPath, @Nullable SessionId session) {
        this.transport = transport;
        this.session = session;
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

    /** A file's content, text or not, with its media type; it must fit into memory. */
    public FileContent readFile(String file) {
        return FileContent.of(file, read(file));
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
        return call("GET", "")
                .query("path", directory)
                .query("recursive", recursive)
                .query("hidden", hidden)
                .query("glob", glob)
                .as(FileList.class)
                .items();
    }

    /** One entry; a symbolic link is not followed. */
    public FileInfo stat(String file) {
        return call("GET", "/stat").query("path", file).as(FileInfo.class);
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
                .json(new FileRequest.Mkdir(directory, null, session))
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
                .json(new FileRequest.Move(from, to, overwrite, session))
                .as(FileInfo.class);
    }

    /**
     * Removes a file, link or directory.
     *
     * @throws SandboxException {@code DIRECTORY_NOT_EMPTY} unless {@code recursive}
     */
    public void delete(String file, boolean recursive) {
        call("DELETE", "").query("path", file).query("recursive", recursive).run();
    }

    /**
     * Copies a file, link or directory with all that is in it to exactly {@code to}, never into it. The copy appears at once.
     *
     * @throws SandboxException {@code FILE_EXISTS} unless {@code overwrite}; {@code INVALID_PATH} for a copy of a directory into itself
     */
    public FileInfo copy(String from, String to, boolean overwrite) {
        return transport
                .call("POST", path + "/copy")
                .json(new FileRequest.Copy(from, to, overwrite, session))
                .within(LONGEST_UPLOAD)
                .as(FileInfo.class);
    }

    /** As {@link #archive(String, List, boolean)}, of all that is there. */
    public InputStream archive(String directory) {
        return archive(directory, List.of(), false);
    }

    /**
     * A directory or a file as {@code tar.gz}, in constant memory, with permissions, times and links. Reading fails with an {@link
     * IOException} when the archive was cut short. The caller closes it.
     *
     * @param excludes patterns as in {@code .gitignore} for what to leave out
     * @param gitignore whether to leave out what the {@code .gitignore} files in it say
     */
    public InputStream archive(String directory, List<String> excludes, boolean gitignore) {
        Call call = call("GET", "/archive").query("path", directory).query("format", "tar.gz");
        excludes.forEach(exclude -> call.query("exclude", exclude));
        return call.query("gitignore", gitignore).idle(PAUSE).open();
    }

    /**
     * Unpacks a tar archive, compressed by gzip or not, into a directory, which is made where there is none. Nothing changes there
     * before all of it has come and was good.
     *
     * @param archive read to its end and closed
     * @param replace whether what was in the directory goes away; otherwise the archive is merged into it
     * @throws SandboxException {@code INVALID_ARCHIVE} for a damaged one, or one with devices, absolute paths or {@code ..}; {@code
     *     TOO_LARGE}, {@code FILE_EXISTS} when a directory would become a file or the other way
     */
    public ArchiveInfo unpack(String directory, InputStream archive, boolean replace) {
        return call("PUT", "/archive")
                .query("path", directory)
                .query("replace", replace)
                .body(BodyPublishers.ofInputStream(() -> archive), "application/octet-stream")
                .within(LONGEST_UPLOAD)
                .as(ArchiveInfo.class);
    }

    /** As {@link #search(SearchRequest.Find)}: lines with some text, in all files but hidden and ignored ones. */
    public SearchResult search(String directory, String text) {
        return search(SearchRequest.Find.of(directory, text));
    }

    /**
     * Finds files by name, or lines by content, below a directory or in one file. What is found ends at a limit, and then says so.
     *
     * @param request whose session, if it has none, is the one that this came from
     * @throws SandboxException {@code INVALID_VALUE} for a glob or pattern that is none, {@code PATTERN_TOO_COSTLY} when a single line takes a
     *     second to match
     */
    public SearchResult search(SearchRequest.Find request) {
        return transport
                .call("POST", path + "/search")
                .json(request.session() == null ? request.in(session) : request)
                .as(SearchResult.class);
    }

    /**
     * Puts something in the place of each match. Each file is replaced at once and keeps its mode; when this throws, files before the one in
     * question have changed.
     *
     * @param request whose session, if it has none, is the one that this came from
     * @throws SandboxException as {@link #search(SearchRequest.Find)}, and {@code FILE_CHANGED} when somebody else writes to a file meanwhile
     */
    public ReplaceResult replace(SearchRequest.Replace request) {
        return transport
                .call("POST", path + "/replace")
                .json(request.session() == null ? request.in(session) : request)
                .as(ReplaceResult.class);
    }

    private Call call(String method, String resource) {
        return transport.call(method, path + resource).query("session", session);
    }

    /** As {@link #watch(WatchSpec)}, all of a directory but {@code .git} and {@code node_modules}. */
    public WatchStream watch(String directory) {
        return watch(WatchSpec.of(directory));
    }

    /**
     * Watches a directory; what happens after this method returned is told. A sandbox has room for 8 watches, and a ninth takes the place
     * of one that nobody reads.
     *
     * @throws SandboxException {@code FILE_NOT_FOUND}, {@code NOT_DIRECTORY}, {@code QUOTA_EXCEEDED} when all watches have readers or
     *     there are too many directories, and {@code INVALID_VALUE} for a glob that is none
     */
    public WatchStream watch(WatchSpec spec) {
        return WatchStream.open(transport, directory -> spec("/watch", directory == null ? spec : spec.at(directory)));
    }

    /**
     * What happened in a directory since the last time, at most 1000 events; for those who would rather ask than listen. Between two
     * questions a watch is kept for five minutes, and takes one of the places that {@link #watch(WatchSpec)} names.
     *
     * @param since {@link FileChanges#next} of the answer before; null begins a watch and gives no events
     */
    public FileChanges changes(WatchSpec spec, @Nullable WatchPosition since) {
        return spec("/changes", spec).query("since", since).as(FileChanges.class);
    }

    private Call spec(String resource, WatchSpec spec) {
        Call call = transport
                .call("GET", path + resource)
                .query("session", spec.session() == null ? session : spec.session())
                .query("path", spec.path())
                .query("recursive", spec.recursive())
                .query("all", spec.all());
        spec.include().forEach(glob -> call.query("include", glob));
        spec.exclude().forEach(glob -> call.query("exclude", glob));
        return call;
    }

    private FileInfo write(String file, BodyPublisher bytes, @Nullable String mode) {
        return call("PUT", "/content")
                .query("path", file)
                .query("mode", mode)
                .body(bytes, "application/octet-stream")
                .within(LONGEST_UPLOAD)
                .as(FileInfo.class);
    }

    private Call content(String file) {
        return call("GET", "/content").query("path", file).idle(PAUSE);
    }
}
