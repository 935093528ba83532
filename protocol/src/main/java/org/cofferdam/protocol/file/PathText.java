package org.cofferdam.protocol.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Paths between the kernel's bytes and text, so that every name survives the way there and back. A byte {@code b} that is not part of
 * UTF-8 is the character U+EF00 + {@code b}, of the range for private use; so are the bytes of the characters U+EF80 to U+EFFF
 * themselves, which makes the way back unique.
 */
public final class PathText {

    private static final int BASE = 0xef00;
    private static final char FIRST = 0xef80;
    private static final char LAST = 0xefff;
    private static final char REPLACEMENT = '\ufffd';
    private static final int LONGEST_CHARACTER = 4;

    private PathText() {}

    /** The text of a path's bytes. */
    public static String of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.chars().anyMatch(c -> c == REPLACEMENT || isEscape(c)) ? escaped(bytes) : text;
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            String character = characterAt(bytes, at);
            if (character.isEmpty()) {
                text.append((char) (BASE + (bytes[at++] & 0xff)));
            } else {
                text.append(character);
                at += character.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return text.toString();
    }

    /** The character that begins here, or nothing where none does that may stand for itself. */
    private static String characterAt(byte[] bytes, int at) {
        for (int length = 1; length <= Math.min(LONGEST_CHARACTER, bytes.length - at); length++) {
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            boolean one = text.codePointCount(0, text.length()) == 1;
            if (one && (text.charAt(0) != REPLACEMENT || isReplacement(bytes, at, length))) {
                return isEscape(text.charAt(0)) ? "" : text;
            }
        }
        return "";
    }

    private static boolean isReplacement(byte[] bytes, int at, int length) {
        return length == 3 && bytes[at] == (byte) 0xef && bytes[at + 1] == (byte) 0xbf && bytes[at + 2] == (byte) 0xbd;
    }

    private static boolean isEscape(int c) {
        return c >= FIRST && c <= LAST;
    }

    /** The bytes of a path's text. */
    public static byte[] bytes(String text) {
        if (text.chars().noneMatch(PathText::isEscape)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text.charAt(i))) {
                bytes.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
                bytes.write(text.charAt(i) & 0xff);
                plain = i + 1;
            }
        }
        bytes.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
