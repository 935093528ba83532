package org.cofferdam.agent.wire;

import java.io.IOException;
import java.util.List;
import org.cofferdam.agent.file.FileRead;
import org.cofferdam.agent.file.FileWrite;
import org.cofferdam.agent.file.Files;
import org.cofferdam.agent.system.NativeBuffer;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileList;
import org.cofferdam.protocol.file.FileMatches;
import org.cofferdam.protocol.file.FileReplacements;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchSummary;
import org.cofferdam.protocol.wire.Done;
import org.cofferdam.protocol.wire.FrameKind;

/** The operations on files. */
final class FileOperations {

    private static final int TRANSFER_BYTES = 256 << 10;

    private final Files files;

    FileOperations(Files files) {
        this.files = files;
    }

    Done list(Connection connection, FileRequest.List request) throws IOException {
        files.list(request, part -> {
            connection.send(FrameKind.EVENT, new FileList(part));
            connection.flush();
        });
        return new Done();
    }

    FileInfo stat(FileRequest.Stat request) {
        return files.stat(request);
    }

    Done read(Connection connection, FileRequest.Read request) throws IOException {
        files.read(request, file -> send(connection, file));
        return new Done();
    }

    private static void send(Connection connection, FileRead file) throws IOException {
        connection.send(FrameKind.EVENT, file.info());
        while (connection.output().data(TRANSFER_BYTES, file::read)) {
            connection.flush();
        }
    }

    FileInfo write(Connection connection, FileRequest.Write request) throws IOException {
        connection.expectData();
        return files.write(request, file -> receive(connection, file));
    }

    private static void receive(Connection connection, FileWrite file) throws IOException {
        try (NativeBuffer buffer = new NativeBuffer(TRANSFER_BYTES)) {
            while (connection.awaitFrame(-1) == FrameKind.DATA) {
                while (connection.input().left() > 0) {
                    file.write(buffer.memory(), connection.awaitPayload(buffer.memory(), 0, TRANSFER_BYTES));
                }
                connection.input().finish();
            }
        }
        if (connection.awaitFrame(-1) != FrameKind.END) {
            throw new ConnectionClosedException("Neither DATA nor END");
        }
        connection.input().finish();
        connection.dataEnded();
    }

    Done delete(FileRequest.Delete request) {
        files.delete(request);
        return new Done();
    }

    FileInfo mkdir(FileRequest.Mkdir request) {
        return files.mkdir(request);
    }

    FileInfo move(FileRequest.Move request) {
        return files.move(request);
    }

    FileInfo copy(FileRequest.Copy request) {
        return files.copy(request);
    }

    SearchSummary search(Connection connection, SearchRequest.Find request) throws IOException {
        return files.search(request, part -> {
            connection.send(FrameKind.EVENT, new FileMatches(part));
            connection.flush();
        });
    }

    SearchSummary replace(Connection connection, SearchRequest.Replace request) throws IOException {
        return files.replace(request, file -> {
            connection.send(FrameKind.EVENT, new FileReplacements(List.of(file)));
            connection.flush();
        });
    }

    ArchiveInfo pack(Connection connection, FileRequest.Pack request) throws IOException {
        try (DataOutput out = new DataOutput(connection)) {
            return files.pack(request, out);
        }
    }

    ArchiveInfo unpack(Connection connection, FileRequest.Unpack request) throws IOException {
        connection.expectData();
        try (DataInput in = new DataInput(connection)) {
            return files.unpack(request, in);
        }
    }
}
