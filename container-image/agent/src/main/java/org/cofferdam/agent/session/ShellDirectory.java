package org.cofferdam.agent.session;

import java.nio.charset.StandardCharsets;
import org.cofferdam.agent.system.Descriptors;
import org.cofferdam.agent.system.FileCalls;
import org.cofferdam.agent.system.Identity;

/**
 * The place where agent and shell meet: {@code control} is the shell's script, {@code command} the text of the command to run, {@code
 * report} where it writes statuses, {@code out} and {@code err} its output, {@code in-1} and so on its input. Only the user may open them, and
 * nobody but root make or remove them.
 */
final class ShellDirectory {

    private static final int OF_USER = 0600;
    private static final int ENTER_ONLY = 0711;

    private final String path;
    private final Identity user;

    private ShellDirectory(String path, Identity user) {
        this.path = path;
        this.user = user;
    }

    static ShellDirectory make(String path, Identity user) {
        ShellDirectory directory = new ShellDirectory(path, user);
        FileCalls.require("mkdir", FileCalls.mkdir(bytes(path), 0700));
        FileCalls.require("chmod", FileCalls.chmod(bytes(path), ENTER_ONLY));
        directory.makeFifo("control");
        directory.makeFifo("report");
        directory.makeFifo("out");
        directory.makeFifo("err");
        directory.writeCommand(new byte[0]);
        FileCalls.require("chown", FileCalls.chown(directory.of("command"), user.uid(), user.gid()));
        return directory;
    }

    void makeFifo(String name) {
        FileCalls.require("mkfifo", FileCalls.mkfifo(of(name), OF_USER));
        FileCalls.require("chown", FileCalls.chown(of(name), user.uid(), user.gid()));
    }

    /** Puts a new FIFO in the place of one that somebody still holds open, so that he does not write to the next command's reader. */
    void renew(String name) {
        unlink(name);
        makeFifo(name);
    }

    void unlink(String name) {
        FileCalls.unlink(of(name));
    }

    String path(String name) {
        return path + "/" + name;
    }

    private byte[] of(String name) {
        return bytes(path(name));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Opens a FIFO for reading, not blocking; it is at its end when there was a writer and is none. */
    int openReader(String name) {
        int fd = FileCalls.open(of(name), FileCalls.O_RDONLY | Descriptors.O_NONBLOCK, 0);
        Descriptors.enlarge(fd);
        return fd;
    }

    /** Opens a FIFO for both directions, not blocking, so that it never is at its end. */
    int openBoth(String name) {
        return FileCalls.open(of(name), FileCalls.O_RDWR | Descriptors.O_NONBLOCK, 0);
    }

    /** Opens a FIFO for writing; returns when somebody has opened it for reading. */
    int openWriter(String name) {
        int fd = FileCalls.open(of(name), FileCalls.O_WRONLY, 0);
        Descriptors.setNonBlocking(fd);
        Descriptors.enlarge(fd);
        return fd;
    }

    void writeCommand(byte[] text) {
        int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_TRUNC;
        int fd = FileCalls.open(of("command"), flags, OF_USER);
        try {
            Descriptors.writeFully(fd, text);
        } finally {
            Descriptors.close(fd);
        }
    }

    void remove() {
        for (String name : new String[] {"control", "report", "out", "err", "command"}) {
            unlink(name);
        }
        FileCalls.rmdir(bytes(path));
    }
}
