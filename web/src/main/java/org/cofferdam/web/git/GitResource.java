package org.cofferdam.web.git;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Function;
import org.cofferdam.connector.AgentLink;
import org.cofferdam.ejb.git.Git;
import org.cofferdam.ejb.git.Remotes;
import org.cofferdam.ejb.sandbox.SandboxLease;
import org.cofferdam.ejb.sandbox.Sandboxes;
import org.cofferdam.protocol.file.FilePath;
import org.cofferdam.protocol.git.GitBranch;
import org.cofferdam.protocol.git.GitBranchRequest;
import org.cofferdam.protocol.git.GitBranches;
import org.cofferdam.protocol.git.GitCommit;
import org.cofferdam.protocol.git.GitCommitRequest;
import org.cofferdam.protocol.git.GitDiff;
import org.cofferdam.protocol.git.GitDiffQuery;
import org.cofferdam.protocol.git.GitLog;
import org.cofferdam.protocol.git.GitLogQuery;
import org.cofferdam.protocol.git.GitStatus;
import org.cofferdam.protocol.git.GitSync;
import org.cofferdam.protocol.git.GitSynced;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.cofferdam.protocol.session.SessionId;
import org.cofferdam.web.json.Bodies;
import org.jspecify.annotations.Nullable;

/** {@code git}, in repositories that are there. */
@Path("sandboxes/{id}/git")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class GitResource {

    @Inject
    Sandboxes sandboxes;

    @GET
    @Path("status")
    public GitStatus status(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("session") @Nullable SessionId session) {
        FilePath.requireValid("path", path);
        return with(id, agent -> new Git(agent).status(path, session));
    }

    @GET
    @Path("branches")
    public GitBranches branches(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("session") @Nullable SessionId session) {
        FilePath.requireValid("path", path);
        return with(id, agent -> new Git(agent).branches(path, session));
    }

    @POST
    @Path("branches")
    public GitBranch branch(@PathParam("id") SandboxId id, @Nullable GitBranchRequest body) {
        GitBranchRequest request = Bodies.require(body);
        return with(id, agent -> new Git(agent).branch(request));
    }

    @GET
    @Path("log")
    public GitLog log(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("revision") @Nullable String revision,
            @QueryParam("file") @Nullable String file,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @QueryParam("session") @Nullable SessionId session) {
        GitLogQuery query = new GitLogQuery(path, revision, file, limit, session);
        return with(id, agent -> new Git(agent).log(query));
    }

    @GET
    @Path("diff")
    public GitDiff diff(
            @PathParam("id") SandboxId id,
            @QueryParam("path") String path,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("file") @Nullable String file,
            @QueryParam("staged") @DefaultValue("false") boolean staged,
            @QueryParam("patch") @DefaultValue("false") boolean patch,
            @QueryParam("session") @Nullable SessionId session) {
        GitDiffQuery query = new GitDiffQuery(path, from, to, file, staged, patch, session);
        return with(id, agent -> new Git(agent).diff(query));
    }

    @POST
    @Path("commit")
    public GitCommit commit(@PathParam("id") SandboxId id, @Nullable GitCommitRequest body) {
        GitCommitRequest request = Bodies.require(body);
        return with(id, agent -> new Git(agent).commit(request));
    }

    @POST
    @Path("push")
    public GitSynced push(@PathParam("id") SandboxId id, @Nullable GitSync body) {
        GitSync request = Bodies.require(body);
        return with(id, agent -> new Remotes(agent).push(request));
    }

    @POST
    @Path("pull")
    public GitSynced pull(@PathParam("id") SandboxId id, @Nullable GitSync body) {
        GitSync request = Bodies.require(body);
        return with(id, agent -> new Remotes(agent).pull(request));
    }

    private <R> R with(SandboxId id, Function<AgentLink, R> action) {
        try (SandboxLease lease = sandboxes.open(id)) {
            return action.apply(lease.agent());
        }
    }
}
