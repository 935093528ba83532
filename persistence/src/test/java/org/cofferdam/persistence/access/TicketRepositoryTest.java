package org.cofferdam.persistence.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.cofferdam.persistence.TestDatabase;
import org.cofferdam.protocol.sandbox.SandboxId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("org.cofferdam.persistence.TestDatabase#all")
@Timeout(60)
class TicketRepositoryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final SandboxId SANDBOX = new SandboxId("a");

    private final TestDatabase database;

    TicketRepositoryTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void empty() {
        database.clear();
    }

    private TicketText add(@Nullable SandboxId sandbox, Instant expiresAt) {
        TicketText text = TicketText.random();
        database.run(
                entities -> new TicketRepository(entities).add(Ticket.create(text, "0123abcd", sandbox, expiresAt)));
        return text;
    }

    private Optional<Ticket> take(TicketText text) {
        return database.call(entities -> new TicketRepository(entities).take(text));
    }

    @Test
    void ticketIsTakenOnce() {
        TicketText text = add(null, NOW.plusSeconds(30));
        assertThat(take(text)).hasValueSatisfying(ticket -> {
            assertThat(ticket.keyId()).isEqualTo("0123abcd");
            assertThat(ticket.opens(SANDBOX, NOW)).isTrue();
        });
        assertThat(take(text)).isEmpty();
        assertThat(take(TicketText.random())).isEmpty();
    }

    @Test
    void oneOfManyTakersGetsIt() throws Exception {
        TicketText text = add(null, NOW.plusSeconds(30));
        try (ExecutorService takers = Executors.newFixedThreadPool(4)) {
            List<Future<Optional<Ticket>>> taken = IntStream.range(0, 4)
                    .mapToObj(_ -> takers.submit(() -> take(text)))
                    .toList();
            int got = 0;
            for (Future<Optional<Ticket>> one : taken) {
                got += one.get().isPresent() ? 1 : 0;
            }
            assertThat(got).isEqualTo(1);
        }
    }

    @Test
    void ticketOpensItsSandboxWhileItIsYoung() {
        Ticket ticket = take(add(SANDBOX, NOW.plusSeconds(30))).orElseThrow();
        assertThat(ticket.opens(SANDBOX, NOW.plusMillis(29_999))).isTrue();
        assertThat(ticket.opens(SANDBOX, NOW.plusSeconds(30))).isFalse();
        assertThat(ticket.opens(new SandboxId("b"), NOW)).isFalse();
    }

    @Test
    void oldTicketsAreRemoved() {
        TicketText old = add(null, NOW);
        TicketText young = add(null, NOW.plusMillis(1));
        database.run(entities -> new TicketRepository(entities).removeExpired(NOW));
        assertThat(take(old)).isEmpty();
        assertThat(take(young)).isPresent();
    }

    @Test
    void ticketShowsItsSecretOnlyWhenAsked() {
        TicketText text = TicketText.random();
        assertThat(TicketText.parse(text.reveal())).contains(text);
        assertThat(text.toString()).doesNotContain(text.secret());
        assertThat(TicketText.parse("cft_short")).isEmpty();
        assertThat(TicketText.parse("cfd_" + text.secret())).isEmpty();
    }
}
