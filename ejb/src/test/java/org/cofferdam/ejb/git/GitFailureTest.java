package org.cofferdam.ejb.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.git.GitCredentials;
import org.cofferdam.protocol.process.ProcessSpec;
import org.junit.jupiter.api.Test;

class GitFailureTest {

    /** As versions 2.39 to 2.47 and OpenSSH 9 say it. */
    private static final Map<String, ErrorCode> SAID = Map.ofEntries(
            Map.entry("fatal: repository 'http://h/x.git/' not found", ErrorCode.GIT_REPOSITORY_NOT_FOUND),
            Map.entry(
                    "remote: Repository not found.\nfatal: repository 'https://h/x/' not found",
                    ErrorCode.GIT_REPOSITORY_NOT_FOUND),
            Map.entry(
                    "fatal: '/x.git' does not appear to be a git repository\nfatal: Could not read from remote repository.",
                    ErrorCode.GIT_REPOSITORY_NOT_FOUND),
            Map.entry(
                    "fatal: could not read Username for 'http://h': terminal prompts disabled",
                    ErrorCode.GIT_AUTHENTICATION_FAILED),
            Map.entry("fatal: Authentication failed for 'http://h/x.git/'", ErrorCode.GIT_AUTHENTICATION_FAILED),
            Map.entry(
                    "git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.",
                    ErrorCode.GIT_AUTHENTICATION_FAILED),
            Map.entry(
                    "fatal: unable to access 'https://h/': The requested URL returned error: 403",
                    ErrorCode.GIT_AUTHENTICATION_FAILED),
            Map.entry(
                    "Host key verification failed.\nfatal: Could not read from remote repository.",
                    ErrorCode.GIT_HOST_UNKNOWN),
            Map.entry("fatal: Remote branch x not found in upstream origin", ErrorCode.GIT_REF_NOT_FOUND),
            Map.entry("fatal: couldn't find remote ref refs/heads/x", ErrorCode.GIT_REF_NOT_FOUND),
            Map.entry("error: src refspec refs/heads/x does not match any", ErrorCode.GIT_REF_NOT_FOUND),
            Map.entry("fatal: unable to access 'https://h/': Could not resolve host: h", ErrorCode.GIT_UNREACHABLE),
            Map.entry(
                    "ssh: connect to host h port 22: Connection refused\nfatal: Could not read from remote repository.",
                    ErrorCode.GIT_UNREACHABLE),
            Map.entry(
                    "fatal: unable to access 'http://h/': Failed to connect to h port 80 after 3 ms: Couldn't connect to server",
                    ErrorCode.GIT_UNREACHABLE),
            Map.entry(
                    "fatal: destination path 'x' already exists and is not an empty directory.",
                    ErrorCode.DIRECTORY_NOT_EMPTY),
            Map.entry(
                    "fatal: not a git repository (or any of the parent directories): .git",
                    ErrorCode.GIT_NO_REPOSITORY),
            Map.entry(
                    " ! [rejected]  main -> main (fetch first)\nerror: failed to push some refs to 'http://h/x'",
                    ErrorCode.GIT_CONFLICT),
            Map.entry("fatal: Not possible to fast-forward, aborting.", ErrorCode.GIT_CONFLICT),
            Map.entry("On branch main\nnothing to commit, working tree clean", ErrorCode.GIT_NOTHING_TO_COMMIT),
            Map.entry("fatal: cannot change to 'x': No such file or directory", ErrorCode.FILE_NOT_FOUND),
            Map.entry("fatal: could not create work tree dir 'x': Permission denied", ErrorCode.PERMISSION_DENIED),
            Map.entry(
                    "error: file write error: No space left on device\nfatal: unable to write loose object file",
                    ErrorCode.NO_SPACE),
            Map.entry("fatal: something that nobody has said before", ErrorCode.GIT_FAILED));

    @Test
    void whatGitSaysHasACode() {
        SAID.forEach((said, code) ->
                assertThat(GitFailure.of(said, null).code()).as(said).isEqualTo(code));
    }

    @Test
    void noSecretIsShown() {
        GitCredentials credentials = GitCredentials.token("s3cret");
        SandboxException failure = GitFailure.of(
                "Cloning…\nfatal: unable to access 'https://ada:pass@h/x?s3cret': Could not resolve host: h",
                credentials);
        assertThat(failure.detail()).isEqualTo("fatal: unable to access 'https://h/x?****': Could not resolve host: h");
        assertThat(credentials.toString()).doesNotContain("s3cret");
        for (GitCredentials given : new GitCredentials[] {
            credentials, GitCredentials.password("ada", "s3cret"), GitCredentials.privateKey("s3cret", null)
        }) {
            ProcessSpec process = new GitCommand(null, "fetch")
                    .remote("https://h/x.git", given, null)
                    .toProcess();
            assertThat(process.toString()).doesNotContain("s3cret");
            assertThat(process.stdin()).isTrue();
        }
    }
}
