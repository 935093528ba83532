package org.cofferdam.agent.archive;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a header has no room for: {@code length keyword=value\n}, the length counting itself (POSIX.1-2017, pax). */
final class PaxRecords {

    private static final int NANO_DIGITS = 9;

    private final Map<String, byte[]> values = new HashMap<>();

    static PaxRecords parse(byte[] bytes) {
        PaxRecords records = new PaxRecords();
        int at = 0;
        while (at < bytes.length) {
            int blank = indexOf(bytes, ' ', at);
            int length = length(bytes, at, blank);
            int equals = indexOf(bytes, '=', blank);
            int end = at + length - 1;
            if (equals > end || end >= bytes.length || bytes[end] != '\n') {
                throw InvalidArchive.because("A pax record is malformed");
            }
            String keyword = new String(bytes, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
            if (keyword.startsWith("GNU.sparse.")) {
                throw InvalidArchive.because("The archive has a sparse file; make it without --sparse");
            }
            records.values.put(keyword, Arrays.copyOfRange(bytes, equals + 1, end));
            at += length;
        }
        return records;
    }

    private static int indexOf(byte[] bytes, char c, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == c) {
                return i;
            }
        }
        throw InvalidArchive.because("A pax record is malformed");
    }

    private static int length(byte[] bytes, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9' || length > bytes.length) {
                throw InvalidArchive.because("A pax record is malformed");
            }
            length = 10 * length + bytes[i] - '0';
        }
        if (length <= to - from + 1) {
            throw InvalidArchive.because("A pax record is malformed");
        }
        return length;
    }

    byte @Nullable [] get(String keyword) {
        return values.get(keyword);
    }

    long size(long otherwise) {
        byte[] size = values.get("size");
        if (size == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(new String(size, StandardCharsets.US_ASCII));
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw InvalidArchive.because("An entry's size is no number");
        }
        throw InvalidArchive.because("An entry has a negative size");
    }

    Instant modified(long otherwise) {
        byte[] time = values.get("mtime");
        try {
            BigDecimal seconds = time == null || time.length > 40
                    ? BigDecimal.valueOf(otherwise)
                    : new BigDecimal(new String(time, StandardCharsets.US_ASCII));
            long whole = seconds.setScale(0, java.math.RoundingMode.FLOOR).longValueExact();
            int nanos = seconds.subtract(BigDecimal.valueOf(whole))
                    .movePointRight(NANO_DIGITS)
                    .intValue();
            return Instant.ofEpochSecond(whole, nanos);
        } catch (ArithmeticException | NumberFormatException | java.time.DateTimeException e) {
            throw InvalidArchive.because("An entry's time is out of range");
        }
    }

    static void add(ByteArrayOutputStream to, String keyword, byte[] value) {
        int rest = keyword.length() + value.length + 3;
        int length = rest + digits(rest);
        if (digits(length) > digits(rest)) {
            length++;
        }
        to.writeBytes((length + " " + keyword + "=").getBytes(StandardCharsets.US_ASCII));
        to.writeBytes(value);
        to.write('\n');
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }

    static byte[] time(Instant time) {
        BigDecimal seconds = BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
                .stripTrailingZeros();
        return seconds.toPlainString().getBytes(StandardCharsets.US_ASCII);
    }
}
