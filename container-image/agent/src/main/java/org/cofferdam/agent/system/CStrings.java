package org.cofferdam.agent.system;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Strings and arrays of strings as C wants them. */
final class CStrings {

    private CStrings() {}

    static MemorySegment of(Arena arena, String text) {
        return of(arena, text.getBytes(StandardCharsets.UTF_8));
    }

    static MemorySegment of(Arena arena, byte[] text) {
        MemorySegment copy = arena.allocate(text.length + 1L);
        MemorySegment.copy(text, 0, copy, JAVA_BYTE, 0, text.length);
        return copy;
    }

    /** {@code char *strings[]} with a null at its end, all in one allocation. */
    static MemorySegment array(Arena arena, List<byte[]> strings) {
        long size = (strings.size() + 1L) * NativeCall.WORD;
        long offset = size;
        for (byte[] string : strings) {
            size += string.length + 1L;
        }
        MemorySegment block = arena.allocate(size, NativeCall.WORD);
        int index = 0;
        for (byte[] string : strings) {
            block.setAtIndex(JAVA_LONG, index++, block.address() + offset);
            MemorySegment.copy(string, 0, block, JAVA_BYTE, offset, string.length);
            offset += string.length + 1L;
        }
        return block;
    }

    /** The string at an address. */
    @SuppressWarnings("restricted")
    static byte[] at(long address) {
        MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE);
        int length = 0;
        while (memory.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        byte[] copy = new byte[length];
        MemorySegment.copy(memory, JAVA_BYTE, 0, copy, 0, length);
        return copy;
    }
}
