package org.cofferdam.protocol.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void wireNameLeadsBack(ErrorCode code) {
        assertThat(code.wireName()).matches("[a-z-]+");
        assertThat(ErrorCode.of(code.wireName())).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void statusTellsWhoseFaultItIs(ErrorCode code) {
        boolean theirs = code.kind() == ErrorKind.USER || code.kind() == ErrorKind.LIMIT;
        assertThat(code.httpStatus() < 500).isEqualTo(theirs);
    }

    @Test
    void codeOfANewerPeerIsAnInternalError() {
        assertThat(ErrorCode.of("from-the-future")).isEqualTo(ErrorCode.INTERNAL_ERROR);
    }
}
