package org.cofferdam.agent.system;

/** The processor, where Linux differs by it. */
public enum Machine {
    X86_64("x86_64", 62, 0x10000, 0x20000, 116, 0),
    AARCH64("aarch64", 183, 0x4000, 0x8000, 159, 63);

    private static final Machine CURRENT = switch (System.getProperty("os.arch")) {
        case "amd64" -> X86_64;
        case "aarch64" -> AARCH64;
        case String other -> throw new UnsupportedOperationException("No agent for " + other);
    };

    private final String label;
    private final int elfMachine;
    private final int openDirectory;
    private final int openNoFollow;
    private final int setgroups;
    private final int readCall;

    Machine(String label, int elfMachine, int openDirectory, int openNoFollow, int setgroups, int readCall) {
        this.label = label;
        this.elfMachine = elfMachine;
        this.openDirectory = openDirectory;
        this.openNoFollow = openNoFollow;
        this.setgroups = setgroups;
        this.readCall = readCall;
    }

    public static Machine current() {
        return CURRENT;
    }

    public String label() {
        return label;
    }

    /** {@code e_machine} of an ELF file. */
    public int elfMachine() {
        return elfMachine;
    }

    int openDirectory() {
        return openDirectory;
    }

    int openNoFollow() {
        return openNoFollow;
    }

    /** The number of the system call read. */
    public int readCall() {
        return readCall;
    }

    /** The number of the system call setgroups. */
    int setgroups() {
        return setgroups;
    }
}
