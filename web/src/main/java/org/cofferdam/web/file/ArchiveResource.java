package org.cofferdam.web.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.web.error.BreakableAnswer;
import org.jspecify.annotations.Nullable;

/** {@code files/archive}: whole trees as tar, streamed both ways. */
@Path("sandboxes/{id}/files/archive")
@ApplicationScoped
public class ArchiveResource {

    private static final int BUFFER_BYTES = 64 << 10;

    @Inject
    Sandboxes sandboxes;

    @GET
    @Produces(MediaType.WILDCARD)
    public Response pack(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("format") @DefaultValue("tar") ArchiveFormat format,
            @QueryParam("exclude") List<String> excludes,
            @QueryParam("gitignore") @DefaultValue("false") boolean gitignore,
            @QueryParam("session") @Nullable SessionId session) {
        FileRequest.Pack request =
                new FileRequest.Pack(path, excludes, gitignore, format == ArchiveFormat.TAR_GZ, session);
        return Response.ok(new BreakableAnswer(out -> pump(id, request, out)))
                .type(format.mediaType())
                .build();
    }

    private void pump(SandboxId id, FileRequest.Pack request, OutputStream out) throws IOException {
        try (SandboxLease lease = sandboxes.open(id);
                InputStream archive = lease.agent().pack(request)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = read(archive, buffer); read >= 0; read = read(archive, buffer)) {
                out.write(buffer, 0, read);
            }
        }
    }

    private static int read(InputStream archive, byte[] buffer) {
        try {
            return archive.read(buffer);
        } catch (IOException e) {
            throw e.getCause() instanceof SandboxException known
                    ? known
                    : new SandboxException(ErrorCode.AGENT_LOST, "The agent went away before the archive's end", e);
        }
    }

    @PUT
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public ArchiveInfo unpack(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("replace") @DefaultValue("false") boolean replace,
            @QueryParam("maxEntries") @Nullable Long maxEntries,
            @QueryParam("maxBytes") @Nullable Long maxBytes,
            @QueryParam("session") @Nullable SessionId session,
            InputStream archive) {
        FileRequest.Unpack request = new FileRequest.Unpack(path, replace, maxEntries, maxBytes, session);
        try (SandboxLease lease = sandboxes.open(id)) {
            return lease.agent().unpack(request, archive);
        }
    }
}
