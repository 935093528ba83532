package org.cofferdam.web.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.junit.jupiter.api.Test;

class PlacesTest {

    @Test
    void whenAllAreTakenTheNextIsTurnedAwayUntilOneIsFree() {
        Places places = new Places();
        List<Places.Place> taken = new ArrayList<>();
        for (int i = 0; i < Places.MOST; i++) {
            taken.add(places.take());
        }
        assertThatThrownBy(places::take)
                .isInstanceOfSatisfying(
                        SandboxException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
        taken.getFirst().close();
        taken.getFirst().close();
        places.take();
        assertThatThrownBy(places::take).isInstanceOf(SandboxException.class);
    }
}
