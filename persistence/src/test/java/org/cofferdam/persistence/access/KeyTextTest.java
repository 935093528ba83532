package org.cofferdam.persistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    @Test
    void randomKeyHasTheStatedForm() {
        String text = KeyText.random().reveal();
        assertThat(text).matches("cfd_[0-9a-f]{8}_[A-Za-z0-9_-]{43}");
        assertThat(KeyText.parse(text))
                .hasValueSatisfying(it -> assertThat(it.reveal()).isEqualTo(text));
    }

    @Test
    void onlyTheRightSecretFits() {
        KeyText key = KeyText.random();
        assertThat(key.hasSha256(key.secretSha256())).isTrue();
        assertThat(key.hasSha256(KeyText.random().secretSha256())).isFalse();
        assertThat(key.hasSha256("")).isFalse();
    }

    @Test
    void secretIsNotPrinted() {
        KeyText key = KeyText.random();
        assertThat(key.toString()).doesNotContain(key.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cfd_",
                "cfd_00000000_short",
                "cfd_0000000g_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "xfd_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "cfd_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "cfd_00000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void whatIsNoKeyIsNotParsed(String text) {
        assertThat(KeyText.parse(text)).isEmpty();
    }
}
