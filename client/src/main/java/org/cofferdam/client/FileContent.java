package org.cofferdam.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A file's content as JSON can carry it: text where it is UTF-8 without a NUL, else base64.
 *
 * @param mediaType by the file's first bytes, or else by its name; {@code text/plain} or {@code application/octet-stream} where neither tells
 */
public record FileContent(
        String mediaType, @Nullable String text, @Nullable String base64) {

    static FileContent of(String name, byte[] bytes) {
        String text = decode(bytes);
        String known = guess(name, bytes);
        if (text != null) {
            return new FileContent(known == null ? "text/plain" : known, text, null);
        }
        return new FileContent(
                known == null ? "application/octet-stream" : known,
                null,
                Base64.getEncoder().encodeToString(bytes));
    }

    private static @Nullable String decode(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable String guess(String name, byte[] bytes) {
        try {
            String byContent = URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(bytes));
            return byContent == null ? URLConnection.guessContentTypeFromName(name) : byContent;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
