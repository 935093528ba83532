package org.cofferdam.ejb.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cofferdam.protocol.git.GitChange;
import org.cofferdam.protocol.git.GitChangeType;
import org.cofferdam.protocol.git.GitCommit;
import org.cofferdam.protocol.git.GitEvent;
import org.cofferdam.protocol.git.GitFileDiff;
import org.cofferdam.protocol.git.GitStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the git of this machine prints about names that are meant to be misread. */
class GitTextTest {

    private static final List<String> NAMES = List.of(
            "plain",
            "with space",
            " lead",
            "trail ",
            "new\nline",
            "tab\tbed",
            "quo\"ted",
            "back\\slash",
            "ünï 🎉",
            "-n",
            ":(top)",
            "a -> b",
            "1 .M N... 100644",
            "R100",
            "dir/in side");

    @TempDir
    Path directory;

    @BeforeEach
    void makeRepository() throws Exception {
        git("init", "-q", "-b", "main");
        for (String name : NAMES) {
            write(name, "one\n");
        }
        git("add", "-A", ".");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String git(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_AUTHOR_NAME", "Ada Ünï",
                        "GIT_AUTHOR_EMAIL", "ada@example.org",
                        "GIT_AUTHOR_DATE", "2001-02-03T04:05:06+07:00",
                        "GIT_COMMITTER_NAME", "Bob",
                        "GIT_COMMITTER_EMAIL", "bob@example.org"));
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private GitStatus status() throws Exception {
        return StatusText.parse(git("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all"));
    }

    @Test
    void statusHasEveryName() throws Exception {
        GitStatus status = status();
        assertThat(status.branch()).isEqualTo("main");
        assertThat(status.commit()).isNull();
        assertThat(status.items()).extracting(GitChange::path).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(status.items()).extracting(GitChange::index).containsOnly(GitChangeType.ADDED);
        git("commit", "-q", "-m", "all");
        assertThat(status().clean()).isTrue();
        git("mv", "--", "new\nline", "moved\n to");
        Files.delete(directory.resolve("plain"));
        write("un\ntracked", "");
        assertThat(status().items())
                .containsExactlyInAnyOrder(
                        new GitChange("moved\n to", "new\nline", GitChangeType.RENAMED, GitChangeType.UNCHANGED, false),
                        new GitChange("plain", null, GitChangeType.UNCHANGED, GitChangeType.DELETED, false),
                        new GitChange("un\ntracked", null, GitChangeType.UNTRACKED, GitChangeType.UNTRACKED, false));
    }

    @Test
    void diffHasEveryName() throws Exception {
        git("commit", "-q", "-m", "all");
        for (String name : NAMES) {
            write(name, "one\ntwo\n");
        }
        write("plain", "\0");
        git("mv", "--", "trail ", "trail  ");
        git("add", "-A", ".");
        List<GitFileDiff> files = DiffText.parse(git("diff", "--cached", "-M", "--raw", "--numstat", "-z"));
        assertThat(files).hasSize(NAMES.size());
        assertThat(files)
                .contains(
                        new GitFileDiff("plain", null, GitChangeType.MODIFIED, null, null),
                        new GitFileDiff("1 .M N... 100644", null, GitChangeType.MODIFIED, 1, 0));
        assertThat(files)
                .filteredOn(file -> file.from() == null)
                .extracting(GitFileDiff::path)
                .contains("new\nline", "tab\tbed", "-n", ":(top)", "a -> b", " lead");
        git("commit", "-q", "-m", "more");
        git("mv", "--", "tab\tbed", "bed\ttab");
        assertThat(DiffText.parse(git("diff", "--cached", "-M", "--raw", "--numstat", "-z")))
                .containsExactly(new GitFileDiff("bed\ttab", "tab\tbed", GitChangeType.RENAMED, 0, 0));
    }

    @Test
    void logHasWholeMessages() throws Exception {
        git("commit", "-q", "-m", "Subject\nsecond line\n\nBody\n\n1 2 3\n");
        git("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", "");
        List<GitCommit> commits = LogText.parse(git("log", "-z", LogText.FORMAT));
        assertThat(commits).hasSize(2);
        GitCommit first = commits.getLast();
        assertThat(first.subject()).isEqualTo("Subject second line");
        assertThat(first.body()).isEqualTo("Body\n\n1 2 3");
        assertThat(first.author().name()).isEqualTo("Ada Ünï");
        assertThat(first.committer().email()).isEqualTo("bob@example.org");
        assertThat(first.authoredAt()).isEqualTo("2001-02-02T21:05:06Z");
        assertThat(first.parents()).isEmpty();
        assertThat(commits.getFirst().parents()).containsExactly(first.id());
        assertThat(commits.getFirst().subject()).isEmpty();
    }

    @Test
    void branchesAreToldFromAliases() throws Exception {
        git("commit", "-q", "-m", "all");
        git("branch", "feature/ünï");
        git("clone", "-q", ".", "clone");
        String format = BranchText.FORMAT;
        String printed = git("-C", "clone", "for-each-ref", format, "refs/heads", "refs/remotes");
        assertThat(BranchText.parse(printed))
                .extracting(branch ->
                        branch.name() + " " + branch.remote() + " " + branch.current() + " " + branch.upstream())
                .containsExactly(
                        "main false true origin/main",
                        "origin/feature/ünï true false null",
                        "origin/main true false null");
    }

    @Test
    void progressIsToldOnceForEachStep() {
        ProgressText progress = new ProgressText();
        assertThat(progress.take("Cloning into 'x'...\nremote: Counting obj", 1))
                .isNull();
        assertThat(progress.take("ects:  10% (1/10)\rremote: Counting objects:  20% (2/10)\r", 1))
                .isEqualTo(GitEvent.progress(1, "Counting objects", 20));
        assertThat(progress.take("remote: Counting objects:  20% (2/10), done.\n", 2))
                .isNull();
        assertThat(progress.take("Receiving objects: 100% (270/270), 1.2 MiB | 3 MiB/s, done.\n", 2))
                .isEqualTo(GitEvent.progress(2, "Receiving objects", 100));
    }
}
