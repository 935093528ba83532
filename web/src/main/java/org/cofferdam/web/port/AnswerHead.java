package org.cofferdam.web.port;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application's status line and header fields (RFC 9112). */
record AnswerHead(int status, String reason, List<Field> fields) {

    static final int MAX_BYTES = 256 << 10;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: (.*))?");

    /** A header field; its name as it came. */
    record Field(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    /** @throws IOException when it is none */
    static AnswerHead read(PortInput input, long millis) throws IOException {
        String first = input.line(MAX_BYTES, millis);
        Matcher line = STATUS_LINE.matcher(first);
        if (!line.matches()) {
            throw new IOException("The application's answer is not HTTP/1");
        }
        String reason = line.group(2) == null ? "" : line.group(2);
        return new AnswerHead(Integer.parseInt(line.group(1)), reason, fields(input, millis));
    }

    static List<Field> fields(PortInput input, long millis) throws IOException {
        List<Field> fields = new ArrayList<>();
        int left = MAX_BYTES;
        String line = input.line(left, millis);
        while (!line.isEmpty()) {
            left -= line.length();
            fields.add(field(line));
            line = input.line(left, millis);
        }
        return List.copyOf(fields);
    }

    private static Field field(String line) throws IOException {
        int colon = line.indexOf(':');
        if (colon < 0 || !FieldSyntax.isName(line.substring(0, colon))) {
            throw new IOException("The application sent a broken header field");
        }
        String value = line.substring(colon + 1).strip();
        if (!FieldSyntax.isValue(value)) {
            throw new IOException("The application sent a control character in a header field");
        }
        return new Field(line.substring(0, colon), value);
    }

    List<String> values(String name) {
        return fields.stream().filter(it -> it.is(name)).map(Field::value).toList();
    }

    boolean chunked() throws IOException {
        List<String> codings = values("Transfer-Encoding");
        if (codings.isEmpty()) {
            return false;
        }
        if (codings.size() > 1 || !codings.getFirst().toLowerCase(Locale.ROOT).equals("chunked")) {
            throw new IOException("The application uses an unknown transfer coding");
        }
        return true;
    }

    /** Of Content-Length; the same one twice is one. */
    OptionalLong length() throws IOException {
        List<String> lengths = values("Content-Length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            return OptionalLong.empty();
        }
        if (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}")) {
            throw new IOException("The application sent a broken Content-Length");
        }
        return OptionalLong.of(Long.parseLong(lengths.getFirst()));
    }
}
