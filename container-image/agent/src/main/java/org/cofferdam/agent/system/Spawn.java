package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** posix_spawn(3): a child that shares our memory until it runs its program, so that starting one costs the same in a big process. */
public final class Spawn {

    private static final short SETSIGDEF_SETSIGMASK_SETSID = 0x04 | 0x08 | 0x80;

    /** Room for glibc's opaque structures: 336, 80 and 128 bytes. */
    private static final int STRUCTURE_BYTES = 512;

    private static final NativeCall SPAWN = NativeCall.of("posix_spawn");
    private static final NativeCall ACTIONS_INIT = NativeCall.of("posix_spawn_file_actions_init");
    private static final NativeCall ACTIONS_DESTROY = NativeCall.of("posix_spawn_file_actions_destroy");
    private static final NativeCall ADD_DUP2 = NativeCall.of("posix_spawn_file_actions_adddup2");
    private static final NativeCall ADD_OPEN = NativeCall.of("posix_spawn_file_actions_addopen");
    private static final NativeCall ADD_CHDIR = NativeCall.of("posix_spawn_file_actions_addchdir_np");
    private static final NativeCall ADD_CLOSEFROM = NativeCall.of("posix_spawn_file_actions_addclosefrom_np");

    /** Without O_NOCTTY: it becomes the controlling terminal of a session that has none. */
    private static final int O_RDWR = 2;

    private static final MemorySegment ATTRIBUTES = attributes();

    private Spawn() {}

    /** Default signals, none blocked, a session of its own. */
    private static MemorySegment attributes() {
        Arena arena = Arena.ofAuto();
        MemorySegment attributes = arena.allocate(STRUCTURE_BYTES, 16);
        MemorySegment signals = arena.allocate(STRUCTURE_BYTES, 16);
        NativeCall.of("posix_spawnattr_init").call(attributes.address());
        NativeCall.of("posix_spawnattr_setsigmask").call(attributes.address(), signals.address());
        NativeCall.of("sigfillset").call(signals.address());
        NativeCall.of("posix_spawnattr_setsigdefault").call(attributes.address(), signals.address());
        NativeCall.of("posix_spawnattr_setflags").call(attributes.address(), SETSIGDEF_SETSIGMASK_SETSID);
        return attributes;
    }

    /**
     * Starts {@code program} with exactly three open files.
     *
     * @param arguments argv, the program's name first
     * @param cwd where it starts, looked up with the rights of the calling thread
     * @return its pid
     */
    public static int start(
            String program, List<byte[]> arguments, List<byte[]> environment, byte[] cwd, int in, int out, int err) {
        return start(program, arguments, environment, cwd, (actions, _) -> {
            ADD_DUP2.call(actions.address(), in, 0);
            ADD_DUP2.call(actions.address(), out, 1);
            ADD_DUP2.call(actions.address(), err, 2);
        });
    }

    /** As {@link #start} with a terminal as all three files, which controls the new session. */
    public static int startInTerminal(
            String program, List<byte[]> arguments, List<byte[]> environment, byte[] cwd, String terminal) {
        return start(program, arguments, environment, cwd, (actions, arena) -> {
            ADD_OPEN.call(actions.address(), 0, CStrings.of(arena, terminal).address(), O_RDWR, 0);
            ADD_DUP2.call(actions.address(), 0, 1);
            ADD_DUP2.call(actions.address(), 0, 2);
        });
    }

    /** Gives the child its first three files. */
    private interface Files {
        void add(MemorySegment actions, Arena arena);
    }

    private static int start(
            String program, List<byte[]> arguments, List<byte[]> environment, byte[] cwd, Files files) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(STRUCTURE_BYTES, 16);
            MemorySegment pid = arena.allocate(JAVA_INT);
            ACTIONS_INIT.call(actions.address());
            try {
                files.add(actions, arena);
                ADD_CLOSEFROM.call(actions.address(), 3);
                ADD_CHDIR.call(actions.address(), CStrings.of(arena, cwd).address());
                int error = (int) SPAWN.raw(
                        pid.address(),
                        CStrings.of(arena, program).address(),
                        actions.address(),
                        ATTRIBUTES.address(),
                        CStrings.array(arena, arguments).address(),
                        CStrings.array(arena, environment).address(),
                        0);
                SPAWN.check(-error);
                return pid.get(JAVA_INT, 0);
            } finally {
                ACTIONS_DESTROY.call(actions.address());
            }
        }
    }
}
