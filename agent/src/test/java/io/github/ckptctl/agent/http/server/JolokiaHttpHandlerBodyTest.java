// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import org.jolokia.json.JSONArray;
import org.jolokia.json.parser.JSONParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.json;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

class JolokiaHttpHandlerBodyTest {

    private static final String OTHER_JOB =
            "flink.checkpointing:type=CheckpointCoordinator,job_id=ffffffffffffffffffffffffffffffff";

    @TempDir Path directory;

    private EndpointFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new EndpointFixture(directory);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "{",
                "[",
                "null",
                "12",
                "\"text\"",
                "{}",
                "[1]",
                "[[]]",
                "{\"type\":\"version\"} {}",
                "{\"type\":\"version\",}",
                "{'type':'version'}",
                "{\"type\":null}",
                "{\"type\":1}",
                "{\"type\":\"notification\"}",
                "{\"type\":\"version\",\"mbean\":\"a:b=c\"}",
                "{\"type\":\"version\",\"config\":[]}",
                "{\"type\":\"version\",\"config\":{\"includeStackTrace\":1}}",
                "{\"type\":\"version\",\"config\":{\"callback\":\"f\"}}",
                "{\"type\":\"version\",\"config\":{\"maxDepth\":1e3}}",
                "{\"type\":\"list\",\"path\":\"flink*\"}",
                "{\"type\":\"list\",\"path\":7}",
                "{\"type\":\"search\"}",
                "{\"type\":\"version\",\"\\u0074ype\":\"write\"}",
                "{\"type\":\"version\",\"type\":\"write\"}"
            })
    void rejectsBodiesThatAreNoRequest(String body) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(body);

        // then
        fixture.assertRejected(response, 400);
    }

    @ParameterizedTest
    @CsvSource({
        "[, 60000, ''",
        "{\"a\":, 10000, ''",
        "[[[[[[[[[[[[[[[[[, 1, 1]]]]]]]]]]]]]]]]]",
        "9, 60000, ''",
        "[1E, 1, 99999999999999999999]",
        "\\, 60001, ''",
        "'{\"type\":\"version\",\"config\":', 1, '{\"maxDepth\":99999999}}'",
        "'{\"type\":\"version\"},', 6000, ''"
    })
    void rejectsBodiesThatAreMadeToExhaust(String part, int times, String end) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(part.repeat(times) + end);

        // then
        fixture.assertRejected(response, part.endsWith("},") ? 413 : 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"target", "options", "path", "user", "Value", "operation"})
    void rejectsUnknownFields(String field) throws Exception {
        // given
        String body = write(BEAN, "Timeout", "777").replace("}", ",\"" + field + "\":{}}");

        // when
        HttpResponse<String> response = fixture.post(body);

        // then
        fixture.assertRejected(response, 400);
    }

    @Test
    void rejectsKeysThatAreThereTwice() throws Exception {
        // given
        String body = write(BEAN, "Timeout", "777").replace("}", ",\"value\":778}");

        // when
        HttpResponse<String> response = fixture.post(body);

        // then
        fixture.assertRejected(response, 400);
    }

    @Test
    void rejectsABodyThatIsTooLong() throws Exception {
        // given
        String body = write(BEAN, "Timeout", "777") + " ".repeat(64 * 1024);

        // when
        HttpResponse<String> response = fixture.post(body);

        // then
        fixture.assertRejected(response, 413);
    }

    @Test
    void rejectsABodyThatIsTooLongInChunks() throws Exception {
        // given
        byte[] body =
                (write(BEAN, "Timeout", "777") + " ".repeat(64 * 1024))
                        .getBytes(StandardCharsets.UTF_8);

        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting("")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body))));

        // then
        fixture.assertRejected(response, 413);
    }

    @Test
    void takesABodyOfTheGreatestLength() throws Exception {
        // given
        String request = write(BEAN, "Timeout", "777");
        String body = request + " ".repeat(64 * 1024 - request.length());

        // when
        HttpResponse<String> response = fixture.post(body);

        // then
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void rejectsABodyThatIsNotUtf8() throws Exception {
        // given
        byte[] body = write(BEAN, "Timeout", "\"é\"").getBytes(StandardCharsets.ISO_8859_1);

        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting("").POST(HttpRequest.BodyPublishers.ofByteArray(body)));

        // then
        fixture.assertRejected(response, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/json; charset=utf-16",
                "application/jsonp",
                "multipart/form-data",
                "text/jsonp"
            })
    void rejectsOtherContent(String type) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting(write(BEAN, "Timeout", "777"))
                                .setHeader("Content-Type", type));

        // then
        fixture.assertRejected(response, 415);
    }

    @Test
    void rejectsContentWithoutTypeOrCompressed() throws Exception {
        // when
        HttpResponse<String> untyped =
                fixture.send(
                        fixture.request("/jolokia/")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                write(BEAN, "Timeout", "777"))));
        HttpResponse<String> packed =
                fixture.send(
                        fixture.posting(write(BEAN, "Timeout", "777"))
                                .header("Content-Encoding", "gzip"));

        // then
        assertThat(untyped.statusCode()).isEqualTo(415);
        fixture.assertRejected(packed, 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Application/JSON; charset=UTF-8", "text/json"})
    void takesJsonUnderBothItsNames(String type) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting(write(BEAN, "Timeout", "777"))
                                .setHeader("Content-Type", type));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void answersNothingToABulkOfNothing() throws Exception {
        // when
        HttpResponse<String> response = fixture.post("[]");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[]");
    }

    @Test
    void runsABulkAndAnswersEachEntry() throws Exception {
        // when
        HttpResponse<String> response =
                fixture.post(
                        "["
                                + write(BEAN, "Timeout", "777")
                                + ","
                                + read(OTHER_JOB, "Timeout")
                                + ","
                                + exec(BEAN, "resetSettings", "[]")
                                + "]");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JSONParser().parse(response.body(), JSONArray.class))
                .extracting(entry -> (Object) ((Map<?, ?>) entry).get("status"))
                .containsExactly(200L, 404L, 200L);
        assertThat(fixture.coordinator.changes())
                .containsExactly("setTimeout[777]", "resetSettings[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"write\"}",
                "{\"type\":\"version\",\"target\":{}}",
                "{\"type\":\"exec\",\"mbean\":\"flink.checkpointing:*\",\"operation\":\"a\"}",
                "{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\"}",
                "7"
            })
    void runsNothingOfABulkWithOneBadEntry(String bad) throws Exception {
        // given
        String good = write(BEAN, "Timeout", "777");

        // when
        HttpResponse<String> response = fixture.post("[" + good + "," + good + "," + bad + "]");

        // then
        assertThat(json(response).get("error").toString()).startsWith("entry 3: ");
        fixture.assertRejected(response, bad.contains(":*") || bad.contains("java") ? 403 : 400);
    }

    @Test
    void rejectsABulkThatIsTooLong() throws Exception {
        // given
        String entries = String.join(",", Collections.nCopies(21, write(BEAN, "Timeout", "777")));

        // when
        HttpResponse<String> response = fixture.post("[" + entries + "]");

        // then
        fixture.assertRejected(response, 400);
    }
}
