package org.cofferdam.web.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-9, 0, 10",
        "bytes=5-, 5, 5",
        "bytes=5-100, 5, 5",
        "bytes=-3, 7, 3",
        "bytes=-30, 0, 10",
        "bytes=-0, 10, 0",
        "bytes=10-, 10, 0",
        "bytes=11-12, 11, 0",
        "bytes=999999999999999999-, 999999999999999999, 0",
    })
    void ofTenBytes(String header, long offset, long length) {
        ByteRange range = ByteRange.parse(header).orElseThrow();
        assertThat(range.offset(10)).isEqualTo(offset);
        assertThat(range.length(10)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-4", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes 0-1", ""})
    void whatIsNoSingleRangeIsIgnored(String header) {
        assertThat(ByteRange.parse(header)).isEmpty();
    }

    @Test
    void noHeaderIsNoRange() {
        assertThat(ByteRange.parse(null)).isEmpty();
    }
}
