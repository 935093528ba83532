package org.cofferdam.web.port;

/** What may stand in a header field (RFC 9110, 5). */
final class FieldSyntax {

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private FieldSyntax() {}

    static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(FieldSyntax::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    /** Bytes, each as a character, and none that controls. */
    static boolean isValue(String text) {
        return text.chars().allMatch(c -> (c >= ' ' || c == '\t') && c != 0x7f && c <= 0xff);
    }
}
