package org.cofferdam.ejb.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.cofferdam.persistence.access.ApiKey;
import org.cofferdam.persistence.access.KeyText;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.access.Role;
import org.junit.jupiter.api.Test;

class KnownKeysTest {

    private final KnownKeys known = new KnownKeys();
    private final KeyText text = KeyText.random();
    private final KnownKeys.Entry entry =
            KnownKeys.Entry.of(ApiKey.create(text, new NewKey("build", Set.of(Role.USER)), Instant.EPOCH));

    @Test
    void keyFitsItsOwnSecretOnly() {
        assertThat(entry.fits(text)).isTrue();
        assertThat(entry.fits(new KeyText(text.id(), KeyText.random().secret())))
                .isFalse();
        assertThat(entry.caller()).isEqualTo(new ApiKeyCaller(text.id(), "build", Set.of(Role.USER)));
    }

    @Test
    void revokedKeyIsForgottenAtOnce() {
        known.add(entry, known.revocations());
        assertThat(known.find(text.id())).isPresent();
        known.remove(text.id());
        assertThat(known.find(text.id())).isEmpty();
    }

    @Test
    void keyThatWasReadBeforeARevocationIsNotRemembered() {
        long before = known.revocations();
        known.remove(text.id());
        known.add(entry, before);
        assertThat(known.find(text.id())).isEmpty();
    }

    @Test
    void onlyValidOnesOfThoseAskedAboutStay() {
        known.add(entry, known.revocations());
        known.retain(known.ids(), List.of(text.id()));
        assertThat(known.find(text.id())).isPresent();
        known.retain(List.of(), List.of());
        assertThat(known.find(text.id())).isPresent();
        known.retain(known.ids(), List.of());
        assertThat(known.find(text.id())).isEmpty();
    }
}
