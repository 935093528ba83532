package org.cofferdam.tests.port;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** What a client may send, well or badly formed, after the kinds of the Autobahn test suite; each ends with a close of its own. */
final class WebSocketCases {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int LAST = 0x80;

    private static final int WHOLE = 1 << 20;
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] GREEK = "κόσμε, Hello-µ@ßöäüàá-UTF-8!!".getBytes(StandardCharsets.UTF_8);

    private final List<Case> cases = new ArrayList<>();
    private final Random random = new Random(13);

    /**
     * Bytes behind the handshake.
     *
     * @param piece how many are sent at once
     */
    record Case(String name, int piece, ByteBuffer bytes) {}

    private WebSocketCases() {}

    static List<Case> all() {
        WebSocketCases all = new WebSocketCases();
        all.sizes();
        all.pings();
        all.reservedBits();
        all.opcodes();
        all.fragments();
        all.texts();
        all.closes();
        all.large();
        all.seeded();
        return List.copyOf(all.cases);
    }

    private void sizes() {
        for (int opcode : new int[] {TEXT, BINARY}) {
            for (int size : new int[] {0, 1, 125, 126, 127, 128, 65_535, 65_536}) {
                add("size " + size + " as " + opcode, WHOLE, frame(LAST | opcode, letters(size)));
            }
            add("65536 in pieces of 997 as " + opcode, 997, frame(LAST | opcode, letters(65_536)));
            add("300 byte by byte as " + opcode, 1, frame(LAST | opcode, letters(300)));
        }
        add("needlessly long length", WHOLE, concat(new byte[] {
            (byte) (LAST | BINARY), (byte) 0xfe, 0, 3, 0, 0, 0, 0, 1, 2, 3
        }));
    }

    private void pings() {
        add("empty ping", WHOLE, frame(LAST | PING, NOTHING));
        add("ping of text", WHOLE, frame(LAST | PING, "Hello".getBytes(StandardCharsets.UTF_8)));
        add("ping of bytes", WHOLE, frame(LAST | PING, new byte[] {0, -1, -2, -3, -4, -5, 0, -1}));
        add("ping of 125", WHOLE, frame(LAST | PING, letters(125)));
        add("ping of 125 byte by byte", 1, frame(LAST | PING, letters(125)));
        add("ping of 126", WHOLE, frame(LAST | PING, letters(126)));
        add("pong unasked", WHOLE, frame(LAST | PONG, letters(7)));
        add("pong unasked, then ping", WHOLE, frame(LAST | PONG, NOTHING), frame(LAST | PING, letters(7)));
        byte[][] ten = new byte[10][];
        Arrays.setAll(ten, i -> frame(LAST | PING, ("payload-" + i).getBytes(StandardCharsets.UTF_8)));
        add("ten pings", WHOLE, ten);
        add("ten pings byte by byte", 1, ten);
    }

    private void reservedBits() {
        for (int bits : new int[] {0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70}) {
            for (int opcode : new int[] {TEXT, BINARY, PING, CLOSE}) {
                add(
                        "reserved " + bits + " of " + opcode,
                        WHOLE,
                        text("before"),
                        frame(LAST | bits | opcode, letters(8)));
            }
        }
        add("unmasked", WHOLE, new byte[] {(byte) (LAST | TEXT), 2, 'h', 'i'});
    }

    private void opcodes() {
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            add("opcode " + opcode + " empty", WHOLE, frame(LAST | opcode, NOTHING));
            add(
                    "opcode " + opcode,
                    WHOLE,
                    text("before"),
                    frame(LAST | opcode, letters(9)),
                    frame(LAST | PING, NOTHING));
            add("opcode " + opcode + " byte by byte", 1, text("before"), frame(LAST | opcode, letters(9)));
        }
    }

    private void fragments() {
        byte[] one = "fragment1".getBytes(StandardCharsets.UTF_8);
        byte[] two = "fragment2".getBytes(StandardCharsets.UTF_8);
        for (int piece : new int[] {WHOLE, 1}) {
            String how = " in pieces of " + piece;
            add("fragmented ping" + how, piece, frame(PING, one), frame(LAST | CONTINUATION, two));
            add("fragmented pong" + how, piece, frame(PONG, one), frame(LAST | CONTINUATION, two));
            add("two fragments" + how, piece, frame(TEXT, one), frame(LAST | CONTINUATION, two));
            add(
                    "ping between" + how,
                    piece,
                    frame(TEXT, one),
                    frame(LAST | PING, letters(4)),
                    frame(LAST | CONTINUATION, two));
            add("continuation of nothing" + how, piece, frame(LAST | CONTINUATION, one), text("after"));
            add("open continuation of nothing" + how, piece, frame(CONTINUATION, one), text("after"));
            add("text within a text" + how, piece, frame(TEXT, one), frame(LAST | TEXT, two));
            add(
                    "empty fragments" + how,
                    piece,
                    frame(BINARY, NOTHING),
                    frame(CONTINUATION, NOTHING),
                    frame(LAST | CONTINUATION, NOTHING));
            add("never finished" + how, piece, frame(TEXT, one), frame(CONTINUATION, two));
            add(
                    "close between" + how,
                    piece,
                    frame(TEXT, one),
                    frame(LAST | CLOSE, code(1000)),
                    frame(LAST | CONTINUATION, two));
        }
        byte[][] many = new byte[201][];
        Arrays.setAll(many, i -> frame(i == 0 ? BINARY : i == 200 ? LAST : CONTINUATION, bytes(i)));
        add("two hundred fragments", WHOLE, many);
        add("two hundred fragments in pieces of 7", 7, many);
    }

    private void texts() {
        add("greek", WHOLE, frame(LAST | TEXT, GREEK));
        add("greek byte by byte", 1, frame(LAST | TEXT, GREEK));
        byte[][] each = new byte[GREEK.length][];
        Arrays.setAll(
                each,
                i -> frame((i == 0 ? TEXT : CONTINUATION) | (i == GREEK.length - 1 ? LAST : 0), new byte[] {GREEK[i]}));
        add("greek in fragments of a byte", WHOLE, each);
        for (int first : new int[] {0x00, 0x7f, 0x80, 0x7ff, 0x800, 0xfffd, 0xffff, 0x10000, 0x10ffff}) {
            add(
                    "character " + first,
                    WHOLE,
                    frame(LAST | TEXT, Character.toString(first).getBytes(StandardCharsets.UTF_8)));
        }
        String[] wrong = {
            "80",
            "bf",
            "80bf80",
            "fe",
            "ff",
            "c0af",
            "e080af",
            "f08080af",
            "f8808080af",
            "c1bf",
            "e09fbf",
            "f08fbfbf",
            "eda080",
            "edbfbf",
            "eda080edb080",
            "f4908080",
            "f7bfbfbf",
            "c3",
            "e282",
            "f09f98",
            "cebae1bdb9cf83cebcceb5eda080656469746564"
        };
        for (String hex : wrong) {
            byte[] bad = HexFormat.of().parseHex(hex);
            add("no text: " + hex, WHOLE, frame(LAST | TEXT, bad), text("after"));
            add(
                    "no text in fragments: " + hex,
                    WHOLE,
                    frame(TEXT, GREEK),
                    frame(CONTINUATION, bad),
                    frame(LAST, letters(3)));
        }
    }

    private void closes() {
        add("two closes", WHOLE, frame(LAST | CLOSE, code(1000)), frame(LAST | CLOSE, code(1001)));
        add("ping behind a close", WHOLE, frame(LAST | CLOSE, code(1000)), frame(LAST | PING, NOTHING));
        add("text behind a close", WHOLE, text("before"), frame(LAST | CLOSE, code(1000)), text("after"));
        add("close without a code", WHOLE, frame(LAST | CLOSE, NOTHING));
        add("close of one byte", WHOLE, frame(LAST | CLOSE, new byte[] {3}));
        add(
                "close with a reason",
                WHOLE,
                frame(LAST | CLOSE, concat(code(1000), "Schluß".getBytes(StandardCharsets.UTF_8))));
        add("close with the longest reason", WHOLE, frame(LAST | CLOSE, concat(code(1000), letters(123))));
        add("close with too long a reason", WHOLE, frame(LAST | CLOSE, concat(code(1000), letters(124))));
        add("close with a reason that is no text", WHOLE, frame(LAST | CLOSE, concat(code(1000), new byte[] {
            (byte) 0xce, (byte) 0xff
        })));
        for (int code : new int[] {
            0, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015,
            1016, 1100, 2000, 2999, 3000, 3999, 4000, 4999, 5000, 65_535
        }) {
            add("close " + code, WHOLE, frame(LAST | CLOSE, code(code)));
        }
    }

    private void large() {
        add("1 MB of text", WHOLE, frame(LAST | TEXT, letters(1 << 20)));
        add("4 MB", WHOLE, frame(LAST | BINARY, bytes(4 << 20)));
        add("1 MB in pieces of 1300", 1300, frame(LAST | BINARY, bytes(1 << 20)));
        byte[][] parts = new byte[64][];
        Arrays.setAll(parts, i -> frame((i == 0 ? BINARY : CONTINUATION) | (i == 63 ? LAST : 0), bytes(16 << 10)));
        add("1 MB in 64 fragments", WHOLE, parts);
        byte[][] messages = new byte[1000][];
        Arrays.setAll(messages, i -> frame(LAST | (i % 2 + 1), letters(i % 200)));
        add("a thousand messages", WHOLE, messages);
        add("too large", WHOLE, new byte[] {(byte) (LAST | BINARY), (byte) 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }

    /** Anything in any order, mostly allowed. */
    private void seeded() {
        for (int i = 0; i < 40; i++) {
            byte[][] frames = new byte[1 + random.nextInt(30)][];
            Arrays.setAll(frames, _ -> any());
            add("seeded " + i, 1 + random.nextInt(2000), frames);
        }
    }

    private byte[] any() {
        int[] often = {LAST | TEXT, LAST | BINARY, LAST | PING, LAST | PONG, TEXT, CONTINUATION, LAST | CONTINUATION};
        boolean strange = random.nextInt(60) == 0;
        int first = strange ? random.nextInt(256) : often[random.nextInt(often.length)];
        return frame(first, letters(random.nextInt(random.nextBoolean() ? 126 : 3000)));
    }

    private void add(String name, int piece, byte[]... frames) {
        byte[] all = concat(concat(frames), frame(LAST | CLOSE, code(1000)));
        cases.add(new Case(name, piece, ByteBuffer.wrap(all)));
    }

    private byte[] text(String text) {
        return frame(LAST | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] frame(int first, byte[] payload) {
        byte[] mask = bytes(4);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) 0xfe).putShort((short) payload.length);
        } else {
            frame.put((byte) 0xff).putLong(payload.length);
        }
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i % 4]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] letters(int count) {
        byte[] letters = new byte[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        return letters;
    }

    private static byte[] code(int code) {
        return new byte[] {(byte) (code >> 8), (byte) code};
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
