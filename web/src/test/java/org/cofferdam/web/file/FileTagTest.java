package org.cofferdam.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileType;
import org.junit.jupiter.api.Test;

class FileTagTest {

    private static final Instant CHANGED = Instant.parse("2026-01-02T03:04:05.000000006Z");
    private final FileTag tag = FileTag.of(file(10, CHANGED));

    @Test
    void sizeAndTimeOfChangeTellContentsApart() {
        assertThat(FileTag.of(file(10, CHANGED))).isEqualTo(tag);
        assertThat(FileTag.of(file(11, CHANGED))).isNotEqualTo(tag);
        assertThat(FileTag.of(file(10, CHANGED.plusNanos(1)))).isNotEqualTo(tag);
    }

    @Test
    void ifNoneMatchMayNameSeveralOrAny() {
        assertThat(tag.isIn("\"x\", " + tag.value())).isTrue();
        assertThat(tag.isIn("W/" + tag.value())).isTrue();
        assertThat(tag.isIn("*")).isTrue();
        assertThat(tag.isIn("\"x\"")).isFalse();
        assertThat(tag.isIn(null)).isFalse();
    }

    @Test
    void ifRangeNeedsThisVeryTag() {
        assertThat(tag.allowsRange(null)).isTrue();
        assertThat(tag.allowsRange(tag.value())).isTrue();
        assertThat(tag.allowsRange("W/" + tag.value())).isFalse();
        assertThat(tag.allowsRange("Fri, 02 Jan 2026 03:04:05 GMT")).isFalse();
    }

    private static FileInfo file(long size, Instant changed) {
        return new FileInfo("f", "/f", FileType.FILE, size, changed, "0644", "sandbox", "sandbox", null);
    }
}
