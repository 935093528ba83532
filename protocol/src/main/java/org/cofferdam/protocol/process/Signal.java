package org.cofferdam.protocol.process;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;

/** The signals of Linux by their names without {@code SIG} (signal(7), x86-64 and arm64 numbers). */
public enum Signal {
    HUP(1),
    INT(2),
    QUIT(3),
    ILL(4),
    TRAP(5),
    ABRT(6),
    BUS(7),
    FPE(8),
    KILL(9),
    USR1(10),
    SEGV(11),
    USR2(12),
    PIPE(13),
    ALRM(14),
    TERM(15),
    STKFLT(16),
    CHLD(17),
    CONT(18),
    STOP(19),
    TSTP(20),
    TTIN(21),
    TTOU(22),
    URG(23),
    XCPU(24),
    XFSZ(25),
    VTALRM(26),
    PROF(27),
    WINCH(28),
    IO(29),
    PWR(30),
    SYS(31);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The name of any signal number, real-time ones included: {@code KILL}, {@code RT34}. */
    public static String nameOf(int number) {
        return number >= 1 && number <= SYS.number ? values()[number - 1].name() : "RT" + number;
    }

    /** @throws SandboxException {@code invalid-value} for a name that is none of the above ({@code SIGTERM} is understood too) */
    @JsonCreator
    public static Signal of(String name) {
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        for (Signal signal : values()) {
            if (signal.name().equals(bare)) {
                return signal;
            }
        }
        throw new SandboxException(ErrorCode.INVALID_VALUE, "Not a signal's name; KILL, TERM, INT, HUP … are");
    }
}
