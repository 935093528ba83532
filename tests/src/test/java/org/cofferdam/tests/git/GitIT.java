package org.cofferdam.tests.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.client.SandboxGit;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.cofferdam.protocol.git.GitBranch;
import org.cofferdam.protocol.git.GitBranchRequest;
import org.cofferdam.protocol.git.GitChange;
import org.cofferdam.protocol.git.GitChangeType;
import org.cofferdam.protocol.git.GitCheckedOut;
import org.cofferdam.protocol.git.GitCheckout;
import org.cofferdam.protocol.git.GitCommit;
import org.cofferdam.protocol.git.GitCommitRequest;
import org.cofferdam.protocol.git.GitCredentials;
import org.cofferdam.protocol.git.GitDiff;
import org.cofferdam.protocol.git.GitDiffQuery;
import org.cofferdam.protocol.git.GitEvent;
import org.cofferdam.protocol.git.GitFileDiff;
import org.cofferdam.protocol.git.GitStatus;
import org.cofferdam.protocol.git.GitSync;
import org.cofferdam.tests.stage.Await;
import org.cofferdam.tests.stage.GitHost;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class GitIT {

    private static final String PASSWORD = "pass/word 7f3a@:%41";
    private static final String TOKEN = "ghp_9d1cTokenOfTheTest77";

    private static Sandbox sandbox;
    private static SandboxGit git;
    private static String privateKey;
    private static GitHost host;

    @BeforeAll
    static void makeSandbox(RunningServer server, Cofferdam cofferdam) throws IOException {
        sandbox = server.newSandbox(cofferdam, "git");
        git = sandbox.git();
        sandbox.exec("ssh-keygen -q -t ecdsa -N '' -C test -f /tmp/key");
        privateKey = sandbox.readFile("/tmp/key");
        String publicKey = sandbox.readFile("/tmp/key.pub");
        sandbox.exec("shred -u /tmp/key /tmp/key.pub");
        host = new GitHost(List.of("ada:" + PASSWORD, "x-access-token:" + TOKEN), publicKey);
    }

    @AfterAll
    static void destroySandbox() throws IOException {
        sandbox.destroy();
        host.close();
    }

    private static SandboxException refusal(GitCheckout request) {
        return catchThrowableOfType(SandboxException.class, () -> git.checkout(request));
    }

    private static ErrorCode codeOf(GitCheckout request) {
        SandboxException refusal = refusal(request);
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.detail() + refusal.hint()).doesNotContain(PASSWORD, TOKEN, "PRIVATE KEY");
        return refusal.code();
    }

    private static GitCheckout project() {
        return GitCheckout.of(host.http("private/project.git"));
    }

    @Test
    void publicRepositoryIsCheckedOut() throws IOException {
        GitCheckedOut there = git.checkout(GitCheckout.of(host.http("public/project.git")));
        assertThat(there).isEqualTo(new GitCheckedOut("/workspace/project", "main", host.commit("main")));
        assertThat(sandbox.readFile("project/file")).isEqualTo("one\ntwo\nthree\n");
        assertThat(git.log("project").items()).extracting(GitCommit::subject).containsExactly("three", "two", "one");
        GitCheckedOut nothing = git.checkout(GitCheckout.of(host.http("public/empty.git")));
        assertThat(nothing).isEqualTo(new GitCheckedOut("/workspace/empty", null, null));
        assertThat(codeOf(GitCheckout.of(host.http("public/project.git")))).isEqualTo(ErrorCode.DIRECTORY_NOT_EMPTY);
        assertThat(sandbox.readFile("project/file")).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void branchTagCommitAndDepthAreChosen() throws IOException {
        GitCheckout request = GitCheckout.of(host.http("public/project.git"));
        assertThat(git.checkout(request.into("chosen/branch").at("topic")))
                .isEqualTo(new GitCheckedOut("/workspace/chosen/branch", "topic", host.commit("topic")));
        assertThat(git.checkout(request.into("chosen/tag").at("v1")))
                .isEqualTo(new GitCheckedOut("/workspace/chosen/tag", null, host.commit("v1")));
        for (Integer depth : new Integer[] {null, 1}) {
            String target = "chosen/commit" + depth;
            GitCheckout old = new GitCheckout(request.url(), null, host.commit("v1"), target, depth, null, null, null);
            assertThat(git.checkout(old)).isEqualTo(new GitCheckedOut("/workspace/" + target, null, host.commit("v1")));
            assertThat(sandbox.readFile(target + "/file")).isEqualTo("one\ntwo\n");
        }
        git.checkout(new GitCheckout(request.url(), "topic", null, "chosen/shallow", 1, null, null, null));
        assertThat(git.log("chosen/shallow").items())
                .extracting(GitCommit::subject)
                .containsExactly("topic");
        assertThat(codeOf(request.into("chosen/none").at("none"))).isEqualTo(ErrorCode.GIT_REF_NOT_FOUND);
        GitCheckout unknown = new GitCheckout(
                request.url(), null, "0123456789012345678901234567890123456789", "chosen/none", null, null, null, null);
        assertThat(codeOf(unknown)).isEqualTo(ErrorCode.GIT_REF_NOT_FOUND);
        assertThat(sandbox.files().exists("chosen/none")).isFalse();
    }

    @Test
    void whatIsPrivateTakesCredentials() {
        for (GitCredentials good : List.of(GitCredentials.password("ada", PASSWORD), GitCredentials.token(TOKEN))) {
            GitCheckedOut there = git.checkout(project().into("private").with(good));
            assertThat(there.branch()).isEqualTo("main");
            assertThat(sandbox.exec("grep -h url private/.git/config").stdout().strip())
                    .isEqualTo("url = " + host.http("private/project.git"));
            sandbox.files().delete("private", true);
        }
        assertThat(codeOf(project().into("private"))).isEqualTo(ErrorCode.GIT_AUTHENTICATION_FAILED);
        assertThat(codeOf(project().into("private").with(GitCredentials.password("ada", PASSWORD + "x"))))
                .isEqualTo(ErrorCode.GIT_AUTHENTICATION_FAILED);
        assertThat(sandbox.files().exists("private")).isFalse();
    }

    @Test
    void failuresAreToldApart() {
        assertThat(codeOf(GitCheckout.of(host.http("public/none.git")))).isEqualTo(ErrorCode.GIT_REPOSITORY_NOT_FOUND);
        assertThat(codeOf(GitCheckout.of("/workspace/nowhere").into("x")))
                .isEqualTo(ErrorCode.GIT_REPOSITORY_NOT_FOUND);
        assertThat(codeOf(GitCheckout.of(host.nobody("x.git")))).isEqualTo(ErrorCode.GIT_UNREACHABLE);
        assertThat(codeOf(GitCheckout.of("https://nowhere.invalid/x.git"))).isEqualTo(ErrorCode.GIT_UNREACHABLE);
        assertThat(codeOf(GitCheckout.of(host.http("public/project.git")).into("/proc/x")))
                .isIn(ErrorCode.PERMISSION_DENIED, ErrorCode.FILE_NOT_FOUND, ErrorCode.GIT_FAILED);
        for (String bad : List.of(
                "ext::sh -c 'touch /tmp/owned'", "-u/tmp/x", "https://ada:secret@example.org/x.git", "fd::17", "a b")) {
            assertThat(catchThrowableOfType(SandboxException.class, () -> GitCheckout.of(bad))
                            .code())
                    .isEqualTo(ErrorCode.INVALID_VALUE);
        }
    }

    @Test
    void hangingServerIsGivenUp() {
        GitCheckout hanging = new GitCheckout(
                host.http("hang/x.git"), null, null, "hanging", null, 1_500L, GitCredentials.token(TOKEN), null);
        assertThat(codeOf(hanging)).isEqualTo(ErrorCode.GIT_TIMEOUT);
        assertThat(sandbox.exec("pgrep git").stdout()).isEmpty();
        assertThat(sandbox.files().exists("hanging")).isFalse();
    }

    @Test
    void secretIsNowhere(RunningServer server) throws Exception {
        GitCheckout hanging = new GitCheckout(
                host.http("hang/x.git"), null, null, "watched", null, 8_000L, GitCredentials.token(TOKEN), null);
        Thread checkout = Thread.ofVirtual().start(() -> refusal(hanging));
        Await.until(
                "Git runs",
                Duration.ofSeconds(30),
                () -> sandbox.exec("pgrep git-remote-http").success());
        String seen = sandbox.exec("ps axeww; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'")
                .stdout();
        assertThat(seen).contains("GIT_TERMINAL_PROMPT=0").doesNotContain(TOKEN);
        checkout.join();
        refusal(project().into("p1").with(GitCredentials.password("ada", PASSWORD + "wrong")));
        git.checkout(project().into("p2").with(GitCredentials.password("ada", PASSWORD)));
        git.checkout(GitCheckout.of(host.ssh("private/project.git"))
                .into("p3")
                .with(GitCredentials.privateKey(privateKey, null)));
        // The first lines are the same in every key.
        String keyLine = privateKey.lines().skip(3).findFirst().orElseThrow();
        String basic = Base64.getEncoder().encodeToString(("ada:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        List<String> secrets = List.of(TOKEN, PASSWORD, keyLine, basic);
        for (String secret : secrets) {
            String half = secret.substring(secret.length() / 2);
            String grep = "grep -rlF -- \"$(printf %s " + quoted(secret.substring(0, secret.length() / 2)) + ")\""
                    + quoted(half) + " /workspace /home /tmp /var /etc /run 2>/dev/null";
            assertThat(sandbox.exec(grep).stdout()).isEmpty();
            assertThat(filesWith(server.home(), secret)).isEmpty();
        }
        assertThat(sandbox.processes()).isNotEmpty().allSatisfy(process -> {
            assertThat(process.toString()).doesNotContain(secrets);
            assertThat(sandbox.process(process.id().value()).logs()).doesNotContain(secrets);
        });
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static List<Path> filesWith(Path directory, String secret) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> found = new ArrayList<>();
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    @Test
    void secretIsForNobodyElse() throws IOException {
        GitCheckout moved = GitCheckout.of(host.http("moved/x.git")).into("moved");
        assertThat(codeOf(moved.with(GitCredentials.token(TOKEN)))).isEqualTo(ErrorCode.GIT_AUTHENTICATION_FAILED);
        assertThat(host.shownToStranger()).contains("/moved/x.git").doesNotContain("Basic");
    }

    @Test
    void keyOpensSsh() throws IOException {
        GitCheckout request = GitCheckout.of(host.ssh("private/project.git"));
        GitCheckedOut there =
                git.checkout(request.into("by-ssh").with(GitCredentials.privateKey(privateKey, host.knownHost())));
        assertThat(there.commit()).isEqualTo(host.commit("main"));
        Await.until(
                "No key is held",
                Duration.ofSeconds(30),
                () -> sandbox.exec("pgrep ssh-agent; ls -d /tmp/ssh-*").stdout().isEmpty());
        String other = host.knownHost().replaceFirst("^[^ ]+", "example.org");
        assertThat(codeOf(request.into("k").with(GitCredentials.privateKey(privateKey, other))))
                .isEqualTo(ErrorCode.GIT_HOST_UNKNOWN);
        sandbox.exec("ssh-keygen -q -t ecdsa -N '' -f /tmp/another");
        GitCredentials another = GitCredentials.privateKey(sandbox.readFile("/tmp/another"), host.knownHost());
        assertThat(codeOf(request.into("k").with(another))).isEqualTo(ErrorCode.GIT_AUTHENTICATION_FAILED);
        assertThat(codeOf(request.into("k").with(GitCredentials.privateKey("no key", null))))
                .isEqualTo(ErrorCode.GIT_AUTHENTICATION_FAILED);
        assertThat(codeOf(GitCheckout.of(host.ssh("private/none.git"))
                        .with(GitCredentials.privateKey(privateKey, host.knownHost()))))
                .isEqualTo(ErrorCode.GIT_REPOSITORY_NOT_FOUND);
    }

    @Test
    void progressIsTold() throws IOException {
        List<GitEvent> events = new ArrayList<>();
        GitCheckedOut there =
                git.checkout(GitCheckout.of(host.http("public/project.git")).into("told"), events::add);
        assertThat(there.commit()).isEqualTo(host.commit("main"));
        assertThat(events).extracting(GitEvent::type).startsWith("start").contains("progress");
        assertThat(events).extracting(GitEvent::number).isSorted().doesNotHaveDuplicates();
        SandboxException refusal = catchThrowableOfType(
                SandboxException.class, () -> git.checkout(project().into("told2"), events::add));
        assertThat(refusal.code()).isEqualTo(ErrorCode.GIT_AUTHENTICATION_FAILED);
    }

    @Test
    void workGoesThereAndBack() throws IOException {
        GitCredentials ada = GitCredentials.password("ada", PASSWORD);
        for (String clone : List.of("ours", "theirs")) {
            git.checkout(project().into(clone).with(ada));
        }
        sandbox.exec("echo mine >> ours/file");
        assertThat(catchThrowableOfType(SandboxException.class, () -> git.commit(GitCommitRequest.of("ours", "x")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_VALUE);
        GitCommit made = git.commit(
                GitCommitRequest.of("ours", "Mine\n\n# not a comment\n").by("Bob", "bob@example.org"));
        assertThat(made.subject()).isEqualTo("Mine");
        assertThat(made.body()).isEqualTo("# not a comment");
        assertThat(made.author().name()).isEqualTo("Bob");
        assertThat(git.status("ours").ahead()).isEqualTo(1);
        assertThat(catchThrowableOfType(
                                SandboxException.class,
                                () -> git.commit(
                                        GitCommitRequest.of("ours", "x").by("Bob", "b@example.org")))
                        .code())
                .isEqualTo(ErrorCode.GIT_NOTHING_TO_COMMIT);
        assertThat(git.push(GitSync.of("ours").with(ada)).after()).isEqualTo(made.id());
        assertThat(catchThrowableOfType(SandboxException.class, () -> git.push(GitSync.of("theirs")))
                        .code())
                .isEqualTo(ErrorCode.GIT_AUTHENTICATION_FAILED);
        sandbox.exec("echo other > theirs/file");
        git.commit(GitCommitRequest.of("theirs", "Other").by("Eve", "eve@example.org"));
        for (boolean push : new boolean[] {true, false}) {
            GitSync sync = GitSync.of("theirs").with(ada);
            assertThat(catchThrowableOfType(SandboxException.class, () -> {
                                if (push) {
                                    git.push(sync);
                                } else {
                                    git.pull(sync);
                                }
                            })
                            .code())
                    .isEqualTo(ErrorCode.GIT_CONFLICT);
        }
        sandbox.exec("git -C theirs reset -q --hard HEAD~1");
        assertThat(git.pull(GitSync.of("theirs").with(ada)).after()).isEqualTo(made.id());
        assertThat(git.pull(GitSync.of("theirs").with(ada)).changed()).isFalse();
        assertThat(sandbox.exec("grep -r . theirs/.git/config ours/.git/config").stdout())
                .doesNotContain("ada");
    }

    @Test
    void stateIsTold() throws IOException {
        git.checkout(GitCheckout.of(host.http("public/project.git")).into("state"));
        sandbox.exec(
                "cd state && echo more >> file && git mv file 'new\nname \"ünï' && echo x > ' lead' && echo y >> 'new\nname \"ünï'"
                        + " && printf 'a\\0b' > bin && git add bin");
        GitStatus status = git.status("state");
        assertThat(status.branch()).isEqualTo("main");
        assertThat(status.upstream()).isEqualTo("origin/main");
        assertThat(status.clean()).isFalse();
        assertThat(status.items())
                .containsExactlyInAnyOrder(
                        new GitChange("bin", null, GitChangeType.ADDED, GitChangeType.UNCHANGED, false),
                        new GitChange("new\nname \"ünï", "file", GitChangeType.RENAMED, GitChangeType.MODIFIED, false),
                        new GitChange(" lead", null, GitChangeType.UNTRACKED, GitChangeType.UNTRACKED, false));
        GitDiff staged = git.diff(new GitDiffQuery("state", null, null, null, true, false, null));
        assertThat(staged.items())
                .containsExactlyInAnyOrder(
                        new GitFileDiff("bin", null, GitChangeType.ADDED, null, null),
                        new GitFileDiff("new\nname \"ünï", "file", GitChangeType.RENAMED, 0, 0));
        GitDiff worktree = git.diff(GitDiffQuery.of("state"));
        assertThat(worktree.items())
                .containsExactly(new GitFileDiff("new\nname \"ünï", null, GitChangeType.MODIFIED, 2, 0));
        assertThat(worktree.patch()).contains("+more\n+y\n");
        GitDiff between = git.diff(new GitDiffQuery("state", "HEAD~1", "HEAD", null, false, false, null));
        assertThat(between.items()).containsExactly(new GitFileDiff("file", null, GitChangeType.MODIFIED, 1, 0));
        assertThat(git.branches("state"))
                .extracting(GitBranch::name)
                .containsExactly("main", "origin/main", "origin/topic");
        GitBranch branch = git.branch(new GitBranchRequest("state", "feature/x", true, null, true, null));
        assertThat(branch.current()).isTrue();
        assertThat(git.status("state").branch()).isEqualTo("feature/x");
        sandbox.exec("mkdir -p plain");
        assertThat(catchThrowableOfType(SandboxException.class, () -> git.status("plain"))
                        .code())
                .isEqualTo(ErrorCode.GIT_NO_REPOSITORY);
        assertThat(catchThrowableOfType(SandboxException.class, () -> git.status("absent"))
                        .code())
                .isEqualTo(ErrorCode.FILE_NOT_FOUND);
        sandbox.createSession("there").exec("cd /workspace/state/.git/..");
        assertThat(sandbox.session("there").git().status(".").branch()).isEqualTo("feature/x");
    }
}
