package org.cofferdam.web.exec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.cofferdam.web.event.JsonSink;
import org.cofferdam.web.event.Utf8;
import org.jspecify.annotations.Nullable;

/** One output stream of a command, gathered: in memory while small, then in a file that nobody else sees. */
final class SpooledOutput implements AutoCloseable {

    /** The most that is kept in memory; a multiple of what base64 takes at a time. */
    static final int MEMORY_BYTES = (256 << 10) / JsonSink.BASE64_UNIT * JsonSink.BASE64_UNIT;

    private static final int FIRST_BYTES = 1 << 10;

    private final Path directory;
    private final Utf8 utf8 = new Utf8();
    private byte[] memory = {};
    private int inMemory;
    private @Nullable FileChannel file;

    /** @param directory for the file, should there be one */
    SpooledOutput(Path directory) {
        this.directory = directory;
    }

    void add(byte[] bytes, int length) throws IOException {
        utf8.add(bytes, 0, length);
        int done = 0;
        while (done < length) {
            if (inMemory == MEMORY_BYTES) {
                spill();
            }
            int part = Math.min(length - done, MEMORY_BYTES - inMemory);
            reserve(inMemory + part);
            System.arraycopy(bytes, done, memory, inMemory, part);
            inMemory += part;
            done += part;
        }
    }

    private void reserve(int size) {
        if (size > memory.length) {
            int twice = Math.max(memory.length * 2, FIRST_BYTES);
            memory = Arrays.copyOf(memory, Math.min(Math.max(twice, size), MEMORY_BYTES));
        }
    }

    private void spill() throws IOException {
        FileChannel to = file == null ? createFile() : file;
        file = to;
        ByteBuffer buffer = ByteBuffer.wrap(memory, 0, inMemory);
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
        inMemory = 0;
    }

    private FileChannel createFile() throws IOException {
        Path path = Files.createTempFile(directory, "output", null);
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Whether it is text, all of it. */
    boolean isText() {
        return utf8.whole();
    }

    /** Writes the inside of a JSON string. */
    void write(boolean text, JsonSink sink) throws IOException {
        FileChannel from = file;
        if (from != null) {
            spill();
            from.position(0);
            while (fill(from)) {
                writeMemory(text, sink);
            }
        } else {
            writeMemory(text, sink);
        }
        inMemory = 0;
    }

    private boolean fill(FileChannel from) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(memory);
        while (buffer.hasRemaining() && from.read(buffer) >= 0) {}
        inMemory = buffer.position();
        return inMemory > 0;
    }

    private void writeMemory(boolean text, JsonSink sink) throws IOException {
        if (text) {
            sink.text(memory, 0, inMemory);
        } else {
            sink.base64(memory, 0, inMemory);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
