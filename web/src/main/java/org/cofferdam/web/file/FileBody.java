package org.cofferdam.web.file;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.cofferdam.connector.FileDownload;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.web.error.BreakableAnswer;
import org.cofferdam.web.error.Problems;
import org.cofferdam.web.sandbox.OpenAnswers;
import org.jspecify.annotations.Nullable;

/** A file, or a part of one, opened for an answer; closed with it, or by {@link #answer} where the answer has no body. */
record FileBody(SandboxLease lease, FileRequest.Read request, FileDownload download) implements OpenAnswers.Open {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** @param partial whether a part was asked for */
    Response answer(boolean partial, @Nullable String ifNoneMatch) {
        FileInfo file = download.info();
        if (FileTag.of(file).isIn(ifNoneMatch)) {
            close();
            return described(Response.notModified(), file).build();
        }
        return partial ? part(file) : whole(file);
    }

    /** A size of 0 may be a lie, as those of /proc are: such a file is sent without a length, up to its end. */
    private Response whole(FileInfo file) {
        ResponseBuilder response = described(Response.ok(), file);
        if (file.size() == 0) {
            return response.entity(new BreakableAnswer(out -> copy(out, Long.MAX_VALUE)))
                    .build();
        }
        return body(response, file.size());
    }

    private Response part(FileInfo file) {
        long size = file.size();
        long offset = request.offset();
        long asked = request.length() == null ? Long.MAX_VALUE : request.length();
        long length = Math.min(asked, size - offset);
        if (length <= 0) {
            close();
            return unsatisfiable(size);
        }
        return body(
                described(Response.status(Response.Status.PARTIAL_CONTENT), file)
                        .header("Content-Range", "bytes " + offset + "-" + (offset + length - 1) + "/" + size),
                length);
    }

    /** The answer to a range behind the end. */
    static Response unsatisfiable(long size) {
        return Response.status(ErrorCode.RANGE_NOT_SATISFIABLE.httpStatus())
                .header("Content-Range", "bytes */" + size)
                .type(Problems.MEDIA_TYPE)
                .entity(Problems.of(ErrorCode.RANGE_NOT_SATISFIABLE, "The file has " + size + " bytes"))
                .build();
    }

    private Response body(ResponseBuilder response, long length) {
        return response.header(HttpHeaders.CONTENT_LENGTH, length)
                .entity((StreamingOutput) out -> copy(out, length))
                .build();
    }

    /** Adds what is known of a file without its bytes. */
    static ResponseBuilder described(ResponseBuilder response, FileInfo file) {
        return response.type(MediaType.APPLICATION_OCTET_STREAM)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.ETAG, FileTag.of(file).value())
                .header(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(file.modifiedAt()));
    }

    /** A file that turns out shorter than announced breaks the answer off, so that nobody takes it for whole. */
    private void copy(OutputStream out, long length) throws IOException {
        try (this) {
            InputStream in = download.bytes();
            byte[] buffer = new byte[BUFFER_BYTES];
            long left = length;
            int read = read(in, buffer, left);
            while (read > 0) {
                out.write(buffer, 0, read);
                left -= read;
                read = read(in, buffer, left);
            }
            if (left > 0 && length != Long.MAX_VALUE) {
                throw new SandboxException(ErrorCode.AGENT_LOST, "The file became shorter while it was read");
            }
        }
    }

    private static int read(InputStream in, byte[] buffer, long left) {
        try {
            return left == 0 ? 0 : in.read(buffer, 0, (int) Math.min(buffer.length, left));
        } catch (IOException e) {
            throw new SandboxException(ErrorCode.AGENT_LOST, "The agent went away before the end of the file", e);
        }
    }

    @Override
    public void close() {
        download.close();
        lease.close();
    }
}
