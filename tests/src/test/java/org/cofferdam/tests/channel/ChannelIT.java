package org.cofferdam.tests.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cofferdam.client.Cofferdam;
import org.cofferdam.client.Sandbox;
import org.cofferdam.tests.stage.OneServer;
import org.cofferdam.tests.stage.RunningServer;
import org.cofferdam.tests.stage.WebSocketPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneServer.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ChannelIT {

    private static Sandbox sandbox;
    private static RunningServer server;
    private WebSocketPeer channel;

    @BeforeAll
    static void makeSandbox(RunningServer running, Cofferdam cofferdam) {
        server = running;
        sandbox = running.newSandbox(cofferdam, "channel");
        sandbox.exec("true");
    }

    @AfterAll
    static void destroySandbox() {
        sandbox.destroy();
    }

    @BeforeEach
    void open() {
        channel = connect();
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private static WebSocketPeer connect() {
        return new WebSocketPeer(
                server.url() + "/api/v1/sandboxes/" + sandbox.id() + "/channel",
                Map.of("Authorization", "Bearer " + server.apiKey()));
    }

    @Test
    void execBringsItsEventsWithItsIdAndPositions() throws Exception {
        channel.send("""
                {"id":"one","op":"exec","command":"printf out; sleep 0.1; printf err >&2; exit 3"}""");
        List<JsonNode> events = untilEnd(channel, "one");
        assertThat(events)
                .extracting(event -> event.get("event").asText())
                .containsExactly("start", "stdout", "stderr", "complete");
        assertThat(events).extracting(event -> event.get("position").asLong()).containsExactly(0L, 3L, 6L, 7L);
        assertThat(events.get(1).get("data").asText()).isEqualTo("out");
        assertThat(events.getLast().get("exitCode").asInt()).isEqualTo(3);
    }

    @Test
    void watchTellsWhatHappensAndGoesOnElsewhere() throws Exception {
        sandbox.exec("mkdir -p watched");
        channel.send("""
                {"id":"w","op":"watch","path":"watched","exclude":["*.log"]}""");
        assertThat(channel.receive().get("event").asText()).isEqualTo("start");
        sandbox.exec("cd watched && mkdir a b.log");
        JsonNode created = channel.receive();
        assertThat(created.get("id").asText()).isEqualTo("w");
        assertThat(created.get("event").asText()).isEqualTo("create");
        assertThat(created.get("path").asText()).isEqualTo("/workspace/watched/a");
        assertThat(created.get("directory").asBoolean()).isTrue();
        channel.send("""
                {"id":"w","op":"cancel"}""");
        assertThat(untilEnd(channel, "w").getLast().get("event").asText()).isEqualTo("cancelled");
        sandbox.exec("mkdir watched/c");
        channel.send("{\"id\":\"v\",\"op\":\"watch\",\"path\":\"watched\",\"exclude\":[\"*.log\"],\"since\":"
                + created.get("position") + "}");
        assertThat(channel.receive().get("event").asText()).isEqualTo("start");
        assertThat(channel.receive().get("path").asText()).isEqualTo("/workspace/watched/c");
        sandbox.exec("rm -r watched");
        assertThat(untilEnd(channel, "v").getLast().get("event").asText()).isEqualTo("done");
        channel.send("""
                {"id":"n","op":"watch","path":"none"}""");
        assertThat(untilEnd(channel, "n").getLast().get("problem").get("code").asText())
                .isEqualTo("file-not-found");
    }

    @Test
    void codeBringsItsEventsWithTheirNumbersAndIsFoundAgain() throws Exception {
        channel.send("""
                {"id":"run","op":"code","executionId":"over-channel","code":"print('out')\\n1 / 0","language":"python"}""");
        List<JsonNode> events = untilEnd(channel, "run");
        assertThat(events)
                .extracting(event -> event.get("event").asText())
                .containsExactly("start", "stdout", "error", "complete");
        assertThat(events.get(2).get("name").asText()).isEqualTo("ZeroDivisionError");
        channel.send("{\"id\":\"again\",\"op\":\"code\",\"executionId\":\"over-channel\",\"after\":"
                + events.get(1).get("number") + "}");
        assertThat(untilEnd(channel, "again"))
                .extracting(event -> event.get("event").asText())
                .containsExactly("error", "complete");
    }

    @Test
    void bytesThatAreNoTextComeAsBase64() throws Exception {
        channel.send("""
                {"id":"b","op":"exec","command":"printf '\\\\377\\\\000'"}""");
        assertThat(output(untilEnd(channel, "b"))).containsExactly(0xff, 0);
    }

    @Test
    void operationWithoutCreditHoldsBackItselfAndNoOther() throws Exception {
        channel.send("""
                {"id":"slow","op":"exec","processId":"slow-one","command":"head -c 3000000 /dev/zero","encoding":"base64","window":100000}""");
        long got = 0;
        long acknowledged = 0;
        while (got < 100_000) {
            JsonNode event = channel.receive();
            got = event.get("position").asLong();
        }
        channel.send("{\"id\":\"quick\",\"op\":\"exec\",\"command\":\"echo quick\"}");
        List<JsonNode> quick = untilEnd(channel, "quick");
        assertThat(new String(output(quick), StandardCharsets.UTF_8)).isEqualTo("quick\n");
        assertThat(got).isLessThan(100_000 + 64 * 1024);

        JsonNode event = null;
        while (event == null || !event.get("event").asText().equals("complete")) {
            if (got > acknowledged) {
                channel.send("{\"id\":\"slow\",\"op\":\"ack\",\"position\":" + got + "}");
                acknowledged = got;
            }
            event = channel.receive();
            long position = event.get("position").asLong();
            assertThat(position - acknowledged).isLessThan(100_000 + 64 * 1024);
            got = position;
        }
        assertThat(got).isEqualTo(3_000_001);
    }

    @Test
    void inputComesInOrderAndAProcessIsFoundAgainAfterACut() throws Exception {
        channel.send("{\"id\":\"s\",\"op\":\"start\",\"processId\":\"cat-1\",\"command\":\"cat\",\"stdin\":true}");
        assertThat(untilEnd(channel, "s").getLast().at("/process/id").asText()).isEqualTo("cat-1");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            channel.send(
                    "{\"id\":\"i" + i + "\",\"op\":\"stdin\",\"processId\":\"cat-1\",\"data\":\"line " + i + "\\n\"}");
            expected.append("line ").append(i).append('\n');
        }
        channel.send("{\"id\":\"a\",\"op\":\"attach\",\"processId\":\"cat-1\"}");
        StringBuilder seen = new StringBuilder();
        long position = 0;
        int done = 0;
        while (seen.length() < 100 || done < 50) {
            JsonNode event = channel.receive();
            if (event.get("event").asText().equals("done")) {
                done++;
            } else if (event.get("event").asText().equals("stdout")) {
                seen.append(event.get("data").asText());
                position = event.get("position").asLong();
            }
        }
        channel.cut();
        try (WebSocketPeer again = connect()) {
            again.send("{\"id\":\"a\",\"op\":\"attach\",\"processId\":\"cat-1\",\"after\":" + position + "}");
            again.send("{\"id\":\"c\",\"op\":\"stdin\",\"processId\":\"cat-1\",\"close\":true}");
            List<JsonNode> rest = untilEnd(again, "a");
            seen.append(new String(output(rest), StandardCharsets.UTF_8));
            assertThat(rest.getLast().get("event").asText()).isEqualTo("complete");
        }
        assertThat(seen.toString()).isEqualTo(expected.toString());
    }

    @Test
    void cancelReachesAnOperationThatWaitsForCredit() throws Exception {
        channel.send("""
                {"id":"w","op":"exec","processId":"waiting","command":"head -c 3000000 /dev/zero","encoding":"base64","window":1000}""");
        JsonNode event = channel.receive();
        while (event.get("position").asLong() < 1000) {
            event = channel.receive();
        }
        channel.send("{\"id\":\"w\",\"op\":\"cancel\"}");
        assertThat(untilEnd(channel, "w").getLast().get("event").asText()).isEqualTo("cancelled");
    }

    @Test
    void signalReachesItsProcessAndCancelDoesNot() throws Exception {
        channel.send("{\"id\":\"e\",\"op\":\"exec\",\"processId\":\"sleeper\",\"command\":\"sleep 100\"}");
        assertThat(channel.receive().get("event").asText()).isEqualTo("start");
        channel.send("{\"id\":\"e\",\"op\":\"cancel\"}");
        assertThat(channel.receive().get("event").asText()).isEqualTo("cancelled");
        assertThat(sandbox.process("sleeper").info().status().ended()).isFalse();
        channel.send("{\"id\":\"e\",\"op\":\"attach\",\"processId\":\"sleeper\",\"after\":0}");
        channel.send("{\"id\":\"k\",\"op\":\"signal\",\"processId\":\"sleeper\",\"signal\":\"INT\"}");
        List<JsonNode> end = untilEnd(channel, "e");
        assertThat(end.getLast().get("status").asText()).isEqualTo("killed");
        assertThat(end.getLast().get("signal").asText()).isEqualTo("INT");
    }

    @Test
    void badMessagesAreAnsweredAndTheChannelGoesOn() throws Exception {
        channel.send("no JSON");
        assertThat(channel.receive().at("/problem/code").asText()).isEqualTo("malformed-request");
        channel.sendBinary(new byte[] {1});
        assertThat(channel.receive().at("/problem/code").asText()).isEqualTo("malformed-request");
        channel.send("{\"op\":\"exec\",\"command\":\"true\"}");
        assertThat(channel.receive().at("/problem/code").asText()).isEqualTo("invalid-value");
        assertThat(errorOf("{\"id\":\"x\",\"op\":\"fly\"}")).isEqualTo("invalid-value");
        assertThat(errorOf("{\"id\":\"x\",\"op\":\"exec\",\"comand\":\"true\"}"))
                .isEqualTo("unknown-field");
        assertThat(errorOf("{\"id\":\"x\",\"op\":\"exec\"}")).isEqualTo("invalid-value");
        assertThat(errorOf("{\"id\":\"x\",\"op\":\"attach\",\"processId\":\"nobody\"}"))
                .isEqualTo("process-not-found");
        channel.send("{\"id\":\"x\",\"op\":\"exec\",\"command\":\"echo on\"}");
        assertThat(new String(output(untilEnd(channel, "x")), StandardCharsets.UTF_8))
                .isEqualTo("on\n");
    }

    private String errorOf(String message) throws IOException, InterruptedException {
        channel.send(message);
        JsonNode event = channel.receive();
        assertThat(event.get("id").asText()).isEqualTo("x");
        assertThat(event.get("event").asText()).isEqualTo("error");
        return event.at("/problem/code").asText();
    }

    /** The events of one operation, up to its last; those of others are left out. */
    private static List<JsonNode> untilEnd(WebSocketPeer from, String id) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        while (true) {
            JsonNode event = from.receive();
            if (event.path("id").asText().equals(id)) {
                events.add(event);
                boolean ended = List.of("complete", "done", "cancelled")
                        .contains(event.get("event").asText());
                if (ended || event.has("problem")) {
                    return events;
                }
            }
        }
    }

    private static byte[] output(List<JsonNode> events) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JsonNode event : events) {
            if (event.has("data")) {
                all.writeBytes(event.get("data").asText().getBytes(StandardCharsets.UTF_8));
            } else if (event.has("dataBase64")) {
                all.writeBytes(
                        Base64.getDecoder().decode(event.get("dataBase64").asText()));
            }
        }
        return all.toByteArray();
    }
}
