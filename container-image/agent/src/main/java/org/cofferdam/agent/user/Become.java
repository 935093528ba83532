package org.cofferdam.agent.user;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.cofferdam.agent.system.Identity;
import org.cofferdam.agent.system.Machine;

/**
 * Programs that turn the agent's child into the user's and then into the command: {@code become path argv0 argv1…}.
 *
 * <p>It takes a process to give up root for good, and the JVM cannot do that between fork and exec. setpriv(1) could, but costs the dynamic
 * linker's 1.2 ms, more than the command itself. So this is forty instructions ({@code src/main/asm}) wrapped in the smallest ELF file,
 * with the user's ids behind them: 0.1 ms. It sets groups, gid and uid for good, which takes all capabilities along, and asks the kernel
 * to end commands before the agent when memory runs out. When the command cannot be run it says so and exits as a shell would, 127 or 126.
 */
public final class Become {

    private static final long LOAD_ADDRESS = 0x400000;
    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int CODE_OFFSET = ELF_HEADER + 2 * PROGRAM_HEADER;
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int READ_EXECUTE = 5;
    private static final int READ_WRITE = 6;

    private final Path directory;
    private final byte[] code;
    private final ConcurrentMap<Identity, String> programs = new ConcurrentHashMap<>();
    private final AtomicInteger written = new AtomicInteger();

    /** @param directory where the programs are kept, which every user must be able to enter */
    public Become(Path directory) {
        this.directory = directory;
        String resource = "become-" + Machine.current().label() + ".bin";
        try (InputStream in = Become.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            this.code = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of the program for a user. */
    public String program(Identity user) {
        return programs.computeIfAbsent(user, this::write);
    }

    private String write(Identity user) {
        Path file = directory.resolve("become-" + written.incrementAndGet());
        try {
            Files.write(file, elf(user));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] elf(Identity user) {
        int size = CODE_OFFSET + code.length + (3 + user.groups().size()) * Integer.BYTES;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 2)
                .putShort((short) Machine.current().elfMachine())
                .putInt(1);
        file.putLong(LOAD_ADDRESS + CODE_OFFSET).putLong(ELF_HEADER).putLong(0);
        file.putInt(0)
                .putShort((short) ELF_HEADER)
                .putShort((short) PROGRAM_HEADER)
                .putShort((short) 2);
        file.position(ELF_HEADER);
        programHeader(file, PT_LOAD, READ_EXECUTE, LOAD_ADDRESS, size, 0x10000);
        programHeader(file, PT_GNU_STACK, READ_WRITE, 0, 0, 16);
        file.put(code);
        file.putInt(user.uid()).putInt(user.gid()).putInt(user.groups().size());
        user.groups().forEach(file::putInt);
        return file.array();
    }

    private static void programHeader(ByteBuffer file, int type, int flags, long address, long size, long alignment) {
        file.putInt(type).putInt(flags).putLong(0).putLong(address).putLong(address);
        file.putLong(size).putLong(size).putLong(alignment);
    }
}
