package org.cofferdam.web.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.web.sandbox.OpenAnswers;
import org.jspecify.annotations.Nullable;

/** {@code files/content}: raw bytes of any size, streamed both ways. */
@Path("sandboxes/{id}/files/content")
@ApplicationScoped
public class FileContentResource {

    @Inject
    Sandboxes sandboxes;

    @Inject
    HttpServletRequest servletRequest;

    @GET
    @Produces(MediaType.WILDCARD)
    public Response read(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("session") @Nullable SessionId session,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        FileRequest.Read whole = new FileRequest.Read(path, 0, null, session);
        Optional<ByteRange> wanted = ByteRange.parse(range);
        SandboxLease lease = sandboxes.open(id);
        try {
            FileRequest.Read request =
                    wanted.map(part -> reading(lease, whole, part, ifRange)).orElse(whole);
            return open(lease, request).answer(!request.equals(whole), ifNoneMatch);
        } catch (RuntimeException e) {
            try (lease) {
                return refusal(e, lease, whole);
            }
        }
    }

    private FileBody open(SandboxLease lease, FileRequest.Read request) {
        return OpenAnswers.remember(new FileBody(lease, request, lease.agent().read(request)), servletRequest);
    }

    /** A range that is not there is answered with the size that is. */
    private static Response refusal(RuntimeException e, SandboxLease lease, FileRequest.Read whole) {
        if (e instanceof SandboxException known && known.code() == ErrorCode.RANGE_NOT_SATISFIABLE) {
            return FileBody.unsatisfiable(look(lease, whole).size());
        }
        throw e;
    }

    /** What to read for a range; asks for the file's size and tag only where they matter. */
    private static FileRequest.Read reading(
            SandboxLease lease, FileRequest.Read whole, ByteRange range, @Nullable String ifRange) {
        if (!range.isSuffix() && ifRange == null) {
            return part(whole, range.first(), range.length(Long.MAX_VALUE));
        }
        FileInfo file = look(lease, whole);
        return FileTag.of(file).allowsRange(ifRange)
                ? part(whole, range.offset(file.size()), range.length(file.size()))
                : whole;
    }

    private static FileRequest.Read part(FileRequest.Read whole, long offset, long length) {
        return new FileRequest.Read(whole.path(), offset, length, whole.session());
    }

    private static FileInfo look(SandboxLease lease, FileRequest.Read whole) {
        try (var download = lease.agent().read(part(whole, 0, 0))) {
            return download.info();
        }
    }

    @HEAD
    @Produces(MediaType.WILDCARD)
    public Response head(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("session") @Nullable SessionId session) {
        FileRequest.Read whole = new FileRequest.Read(path, 0, null, session);
        try (SandboxLease lease = sandboxes.open(id)) {
            FileInfo file = look(lease, whole);
            return FileBody.described(Response.ok(), file)
                    .header(HttpHeaders.CONTENT_LENGTH, file.size())
                    .build();
        }
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public FileInfo write(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("mode") @Nullable String mode,
            @QueryParam("session") @Nullable SessionId session,
            InputStream bytes) {
        FileRequest.Write request = new FileRequest.Write(path, mode, session);
        try (SandboxLease lease = sandboxes.open(id)) {
            return lease.agent().write(request, bytes);
        }
    }
}
