package org.cofferdam.agent.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchSummary;
import org.cofferdam.protocol.session.SessionId;
import org.jspecify.annotations.Nullable;

/** The operations on files. Each borrows the user's rights for the calling thread. */
public final class Files {

    private final Configuration configuration;
    private final Function<@Nullable SessionId, String> directories;
    private final Unfinished unfinished;

    /** @param directories where relative paths start, by session; for null those of no session */
    public Files(
            Configuration configuration, Function<@Nullable SessionId, String> directories, Unfinished unfinished) {
        this.configuration = configuration;
        this.directories = directories;
        this.unfinished = unfinished;
    }

    /** Something done with the user's rights that talks to the server meanwhile. */
    public interface Transfer<T> {
        void run(T file) throws IOException;
    }

    public void list(FileRequest.List request, Listing.Receiver receiver) throws IOException {
        FilePlace directory = place(request.path(), request.session());
        try (FileRights _ = rights()) {
            new Listing(infos(), request, receiver).run(directory);
        }
    }

    public FileInfo stat(FileRequest.Stat request) {
        return with(request.path(), request.session(), infos()::ofEntry);
    }

    public void read(FileRequest.Read request, Transfer<FileRead> transfer) throws IOException {
        FilePlace place = place(request.path(), request.session());
        try (FileRights _ = rights();
                FileRead file = FileRead.open(place, request.offset(), request.length(), infos())) {
            transfer.run(file);
        }
    }

    /** @param transfer writes the contents; when it fails the old file stays */
    public FileInfo write(FileRequest.Write request, Transfer<FileWrite> transfer) throws IOException {
        FilePlace place = place(request.path(), request.session());
        try (FileRights _ = rights();
                FileWrite file = FileWrite.open(place, request.mode())) {
            transfer.run(file);
            return infos().ofEntry(file.commit());
        }
    }

    public void delete(FileRequest.Delete request) {
        with(request.path(), request.session(), place -> {
            if (request.recursive()) {
                infos().ofEntry(place);
                TreeDelete.delete(place);
                return place;
            }
            int result = FileCalls.unlink(place.bytes());
            if (result == -Errno.EISDIR || result == -Errno.EPERM) {
                result = FileCalls.rmdir(place.bytes());
                result = result == -Errno.ENOTDIR ? -Errno.EPERM : result;
            }
            FileErrors.check(result, place);
            return place;
        });
    }

    public FileInfo mkdir(FileRequest.Mkdir request) {
        return with(request.path(), request.session(), place -> {
            boolean made = Directories.make(place);
            if (made && request.mode() != null) {
                FileErrors.check(FileCalls.chmod(place.bytes(), Integer.parseInt(request.mode(), 8)), place);
            }
            return infos().ofEntry(place);
        });
    }

    public FileInfo move(FileRequest.Move request) {
        FilePlace to = place(request.to(), request.session());
        return with(request.from(), request.session(), from -> {
            if (from.isRoot() || to.isRoot()) {
                throw new SandboxException(ErrorCode.INVALID_PATH, "The root directory stays where it is");
            }
            new Move(unfinished).move(from, to, request.overwrite());
            return infos().ofEntry(to);
        });
    }

    public FileInfo copy(FileRequest.Copy request) {
        FilePlace to = place(request.to(), request.session());
        return with(request.from(), request.session(), from -> {
            new Move(unfinished).copy(from, to, request.overwrite());
            return infos().ofEntry(to);
        });
    }

    public SearchSummary search(SearchRequest.Find request, Search.Receiver receiver) throws IOException {
        FilePlace top = place(request.path(), request.session());
        try (FileRights _ = rights()) {
            return new Search(top, request, receiver).run();
        }
    }

    public SearchSummary replace(SearchRequest.Replace request, Replacement.Receiver receiver) throws IOException {
        FilePlace top = place(request.path(), request.session());
        try (FileRights _ = rights()) {
            return new Replacement(top, request, receiver).run();
        }
    }

    /** @param out takes the archive */
    public ArchiveInfo pack(FileRequest.Pack request, OutputStream out) throws IOException {
        FilePlace top = place(request.path(), request.session());
        try (FileRights _ = rights()) {
            return Archives.pack(top, request, out);
        }
    }

    /** @param in gives the archive; when it fails everything stays as it was */
    public ArchiveInfo unpack(FileRequest.Unpack request, InputStream in) throws IOException {
        FilePlace target = place(request.path(), request.session());
        try (FileRights _ = rights()) {
            return new Archives(unfinished).unpack(target, request, in);
        }
    }

    private <R> R with(String path, @Nullable SessionId session, Function<FilePlace, R> action) {
        FilePlace place = place(path, session);
        try (FileRights _ = rights()) {
            return action.apply(place);
        }
    }

    private FileRights rights() {
        return FileRights.of(configuration.defaults().user().identity());
    }

    private FilePlace place(String path, @Nullable SessionId session) {
        return FilePlace.of(path.startsWith("/") ? path : directories.apply(session) + "/" + path);
    }

    private FileInfos infos() {
        return new FileInfos(configuration.users().names());
    }
}
