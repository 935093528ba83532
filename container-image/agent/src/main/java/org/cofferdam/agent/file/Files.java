package org.cofferdam.agent.file;

import java.io.IOException;
import java.util.function.Function;
import org.cofferdam.agent.settings.Configuration;
import org.cofferdam.agent.settings.SandboxDefaults;
import org.cofferdam.agent.system.Errno;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.FileRights;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;

/** The operations on files. Each borrows the user's rights for the calling thread. */
public final class Files {

    private final Configuration configuration;

    public Files(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Something done with the user's rights that talks to the server meanwhile. */
    public interface Transfer<T> {
        void run(T file) throws IOException;
    }

    public void list(FileRequest.List request, Listing.Receiver receiver) throws IOException {
        SandboxDefaults defaults = configuration.defaults();
        try (FileRights _ = FileRights.of(defaults.user().identity())) {
            new Listing(infos(), request, receiver).run(place(defaults, request.path()));
        }
    }

    public FileInfo stat(FileRequest.Stat request) {
        return with(request.path(), infos()::ofEntry);
    }

    public void read(FileRequest.Read request, Transfer<FileRead> transfer) throws IOException {
        SandboxDefaults defaults = configuration.defaults();
        try (FileRights _ = FileRights.of(defaults.user().identity());
                FileRead file =
                        FileRead.open(place(defaults, request.path()), request.offset(), request.length(), infos())) {
            transfer.run(file);
        }
    }

    /** @param transfer writes the contents; when it fails the old file stays */
    public FileInfo write(FileRequest.Write request, Transfer<FileWrite> transfer) throws IOException {
        SandboxDefaults defaults = configuration.defaults();
        try (FileRights _ = FileRights.of(defaults.user().identity());
                FileWrite file = FileWrite.open(place(defaults, request.path()), request.mode())) {
            transfer.run(file);
            return infos().ofEntry(file.commit());
        }
    }

    public void delete(FileRequest.Delete request) {
        with(request.path(), place -> {
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
        return with(request.path(), place -> {
            boolean made = Directories.make(place);
            if (made && request.mode() != null) {
                FileErrors.check(FileCalls.chmod(place.bytes(), Integer.parseInt(request.mode(), 8)), place);
            }
            return infos().ofEntry(place);
        });
    }

    public FileInfo move(FileRequest.Move request) {
        SandboxDefaults defaults = configuration.defaults();
        FilePlace to = place(defaults, request.to());
        return with(request.from(), from -> {
            if (from.isRoot() || to.isRoot()) {
                throw new SandboxException(ErrorCode.INVALID_PATH, "The root directory stays where it is");
            }
            Move.move(from, to, request.overwrite());
            return infos().ofEntry(to);
        });
    }

    private <R> R with(String path, Function<FilePlace, R> action) {
        SandboxDefaults defaults = configuration.defaults();
        try (FileRights _ = FileRights.of(defaults.user().identity())) {
            return action.apply(place(defaults, path));
        }
    }

    private static FilePlace place(SandboxDefaults defaults, String path) {
        return FilePlace.of(defaults.resolve(path));
    }

    private FileInfos infos() {
        return new FileInfos(configuration.users().names());
    }
}
