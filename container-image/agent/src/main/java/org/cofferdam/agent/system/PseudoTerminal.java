package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A new pseudo-terminal (pty(7)). It belongs to the user whose {@link FileRights} the opening thread has.
 *
 * @param master our side; does not block
 * @param path of the program's side
 */
public record PseudoTerminal(int master, String path) {

    private static final int O_NOCTTY = 0x100;

    /** Of ioctl_tty(2); the same on x86-64 and aarch64. */
    private static final int TCGETS = 0x5401;

    private static final int TCSETS = 0x5402;
    private static final int TIOCSWINSZ = 0x5414;
    private static final int TIOCGPTN = 0x80045430;
    private static final int TIOCSPTLCK = 0x40045431;

    /** {@code struct termios} of the kernel begins with c_iflag; in it, IUTF8 lets the line editor erase whole characters. */
    private static final int TERMIOS_BYTES = 64;

    private static final int IUTF8 = 0x4000;

    private static final NativeCall IOCTL = NativeCall.of("ioctl");

    public static PseudoTerminal open() {
        int master = FileCalls.open(
                "/dev/ptmx".getBytes(StandardCharsets.US_ASCII),
                FileCalls.O_RDWR | O_NOCTTY | Descriptors.O_NONBLOCK,
                0);
        boolean opened = false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(JAVA_INT);
            IOCTL.require(master, TIOCSPTLCK, number.address());
            IOCTL.require(master, TIOCGPTN, number.address());
            MemorySegment attributes = arena.allocate(TERMIOS_BYTES, 8);
            IOCTL.require(master, TCGETS, attributes.address());
            attributes.set(JAVA_INT, 0, attributes.get(JAVA_INT, 0) | IUTF8);
            IOCTL.require(master, TCSETS, attributes.address());
            opened = true;
            return new PseudoTerminal(master, "/dev/pts/" + number.get(JAVA_INT, 0));
        } finally {
            if (!opened) {
                Descriptors.close(master);
            }
        }
    }

    /** Changes the size; the foreground program gets WINCH when it is another. */
    public static void resize(int master, int cols, int rows) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 8);
            size.set(JAVA_SHORT, 0, (short) rows);
            size.set(JAVA_SHORT, 2, (short) cols);
            IOCTL.call(master, TIOCSWINSZ, size.address());
        }
    }
}
