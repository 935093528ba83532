package org.cofferdam.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an output event, {@code {"data":"…"}} or {@code {"dataBase64":"…"}}, to bytes. As it is nearly all that a client parses,
 * these two shapes are decoded by hand, without a string in between; whatever else may come is left to Jackson.
 */
final class OutputData {

    private static final byte[] TEXT = "{\"data\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64 = "{\"dataBase64\":\"".getBytes(StandardCharsets.US_ASCII);

    private OutputData() {}

    static byte[] decode(byte[] json) throws IOException {
        if (endsAsString(json)) {
            byte[] bytes = null;
            if (startsWith(json, TEXT)) {
                bytes = unescape(json, TEXT.length, json.length - 2);
            } else if (startsWith(json, BASE64)) {
                bytes = base64(json);
            }
            if (bytes != null) {
                return bytes;
            }
        }
        JsonNode node = Transport.JSON.readTree(json);
        return node.hasNonNull("dataBase64")
                ? node.get("dataBase64").binaryValue()
                : node.required("data").asText().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] json, byte[] prefix) {
        return json.length >= prefix.length + 2 && Arrays.equals(json, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean endsAsString(byte[] json) {
        return json.length >= 2 && json[json.length - 1] == '}' && json[json.length - 2] == '"';
    }

    private static byte @Nullable [] base64(byte[] json) {
        try {
            return Base64.getDecoder().decode(Arrays.copyOfRange(json, BASE64.length, json.length - 2));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The string's UTF-8, or null when it is not one whole string. */
    private static byte @Nullable [] unescape(byte[] json, int from, int to) {
        byte[] target = new byte[to - from];
        int length = 0;
        int at = from;
        while (at < to) {
            byte b = json[at++];
            if (b == '"') {
                return null;
            }
            if (b != '\\') {
                target[length++] = b;
                continue;
            }
            if (at == to) {
                return null;
            }
            byte escaped = json[at++];
            if (escaped != 'u') {
                byte single = single(escaped);
                if (single == 0) {
                    return null;
                }
                target[length++] = single;
                continue;
            }
            int unit = unit(json, at, to);
            at += 4;
            if (Character.isHighSurrogate((char) unit) && at + 6 <= to && json[at] == '\\' && json[at + 1] == 'u') {
                int low = unit(json, at + 2, to);
                unit = Character.isLowSurrogate((char) low) ? Character.toCodePoint((char) unit, (char) low) : -1;
                at += 6;
            }
            if (unit < 0 || (unit <= Character.MAX_VALUE && Character.isSurrogate((char) unit))) {
                return null;
            }
            length = encode(unit, target, length);
        }
        return length == target.length ? target : Arrays.copyOf(target, length);
    }

    /** What an escape of one letter stands for, 0 for none (RFC 8259, section 7). */
    private static byte single(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> 0;
        };
    }

    /** Four hexadecimal digits, or -1. */
    private static int unit(byte[] json, int at, int to) {
        if (at + 4 > to) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(json[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private static int encode(int codePoint, byte[] target, int at) {
        if (codePoint < 0x80) {
            target[at] = (byte) codePoint;
            return at + 1;
        }
        byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, target, at, encoded.length);
        return at + encoded.length;
    }
}
