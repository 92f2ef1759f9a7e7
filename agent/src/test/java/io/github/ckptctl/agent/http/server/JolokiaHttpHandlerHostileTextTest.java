// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.mbeans.Role;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.basic;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of texts crafted to attack their next reader: a browser, a terminal, the log, another
 * parser.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JolokiaHttpHandlerHostileTextTest {

    private static final String SCRIPT = "<script>alert(1)</script>";

    private EndpointFixture fixture;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path users = TestingUsers.file(directory);
        fixture = new EndpointFixture(directory, options -> options.withUsersFile(users));
    }

    @AfterAll
    void stop() throws Exception {
        fixture.close();
    }

    @BeforeEach
    void forget() {
        fixture.coordinator.forget();
        fixture.audit.forget();
        // each test has its own second of the log, and its own minute of failures
        fixture.passTime(Duration.ofMinutes(2));
    }

    @AfterEach
    void hasPrintedNoSecret() {
        assertThat(String.join("\n", fixture.audit.lines()))
                .doesNotContain(fixture.token, TestingUsers.PASSWORD, TestingUsers.TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"TEXT\"} | 400",
                "{\"type\":\"read\",\"mbean\":\"TEXT\"} | 400",
                "{\"type\":\"read\",\"mbean\":\"flink.checkpointing:type=TEXT\",\"attribute\":\"a\"}"
                        + " | 404",
                "{\"type\":\"write\",\"mbean\":\"BEAN\",\"attribute\":\"TEXT\",\"value\":1} | 404",
                "{\"type\":\"write\",\"mbean\":\"BEAN\",\"attribute\":\"Timeout\","
                        + "\"value\":\"TEXT\"} | 400",
                "{\"type\":\"exec\",\"mbean\":\"BEAN\",\"operation\":\"TEXT\"} | 404",
                "{\"type\":\"exec\",\"mbean\":\"BEAN\",\"operation\":\"extendInFlight\","
                        + "\"arguments\":[\"TEXT\",1]} | 400",
                "{\"type\":\"version\",\"TEXT\":1} | 400",
                "{\"type\":\"version\",\"config\":{\"TEXT\":1}} | 400",
                "{\"type\":\"read\",\"mbean\":\"TEXT.evil:a=b\"} | 403"
            })
    void echoesAScriptOnlyAsJsonThatNoBrowserRuns(String body, int status) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.post(body.replace("TEXT", SCRIPT).replace("BEAN", BEAN));

        // then
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/json; charset=utf-8");
        fixture.assertRejected(response, status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?callback=alert",
                "?callback=alert(1)//",
                "?jsonp=alert",
                "?mimeType=text/html",
                "?mimeType=application/javascript",
                "?contentType=text/html"
            })
    void answersNoScript(String query) throws Exception {
        // when
        HttpResponse<String> response = fixture.get("/jolokia/version" + query);

        // then
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/json; charset=utf-8");
        assertThat(response.body()).startsWith("{");
        fixture.assertRejected(response, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u000achange: principal=ada role=ADMIN",
                "\\r\\n2026-01-01 INFO change: principal=ada",
                "\\u001b[2J\\u001b[31m",
                "\\u0000",
                "\\u0085next",
                "\\u2028next\\u2029",
                "\\u009b31m",
                "\\\" outcome=\\\"done",
                "\\\\"
            })
    void writesOneLineOfLogForEveryText(String text) throws Exception {
        // when
        HttpResponse<String> refused = fixture.post(exec(BEAN, text, "[]"));
        HttpResponse<String> called =
                fixture.post(exec(BEAN, "updateSettings", "[{},\"" + text + "\",0,-1]"));

        // then
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(called.statusCode()).isEqualTo(200);
        assertThat(fixture.audit.lines())
                .hasSize(2)
                .allSatisfy(
                        line -> {
                            assertThat(line.chars())
                                    .noneMatch(Character::isISOControl)
                                    .noneMatch(c -> c == 0x2028 || c == 0x2029);
                            assertThat(line.replace("\\\"", "").split("outcome=\"", -1))
                                    .hasSizeLessThan(3);
                        });
        assertThat(refused.body().chars()).noneMatch(Character::isISOControl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada\nchange: principal=ada",
                "\u001b[2J",
                "ada\" role=\"ADMIN",
                "ada\u2028",
                "-"
            })
    void logsNoUserNameWithoutALogin(String name) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.postAs(basic(name, "x"), write(BEAN, "Timeout", "777"));

        // then
        assertThat(fixture.audit.lines())
                .singleElement()
                .asString()
                .startsWith("warn refused: principal=- role=- login=- remote=127.0.0.1 method=POST")
                .hasSizeLessThan(300);
        fixture.assertRejected(response, 401);
    }

    @Test
    void writesAPathOnOneLine() throws Exception {
        // when
        String answer =
                fixture.raw("GET /x%0a%0dchange:%20principal=ada\"%1b HTTP/1.1", fixture.host());

        // then
        assertThat(answer).doesNotStartWith("HTTP/1.1 200");
        assertThat(fixture.audit.lines())
                .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\r", "\u001b"));
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[1,2",
                "{\"type\":\"read\",\"mbean\":\"no name\"}",
                "{\"type\":\"read\",\"mbean\":\"flink.checkpointing:type=None\"}",
                "{\"type\":\"list\",\"path\":\"none/none\"}",
                "{\"type\":\"search\",\"mbean\":\"x\"}",
                "{\"type\":\"version\",\"config\":{\"serializeException\":true}}",
                "{\"type\":\"version\",\"config\":{\"includeStackTrace\":\"runtime\"}}"
            })
    void hidesItsInternals(String body) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(body);

        // then
        // clients that always request the details of errors are answered, without them
        assertThat(response.statusCode()).isIn(200, 400, 403, 404);
        assertThat(response.body())
                .doesNotContain(
                        "\tat ",
                        "stacktrace",
                        "error_value",
                        "io.github.ckptctl",
                        "sun.",
                        System.getProperty("user.dir"),
                        System.getProperty("java.version"));
        assertThat(response.headers().map().keySet())
                .noneMatch(name -> name.equalsIgnoreCase("Server"))
                .noneMatch(name -> name.toLowerCase().startsWith("x-powered"));
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.RuntimeException",
                "java.lang.Error",
                "java.lang.StackOverflowError"
            })
    void hidesTheStackOfABeanThatFails(String type) throws Exception {
        // given
        Throwable failure = (Throwable) Class.forName(type).getConstructor().newInstance();
        fixture.coordinator.during(
                () -> {
                    throw TestingCoordinator.unchecked(failure);
                });

        // when
        HttpResponse<String> response = fixture.post(exec(BEAN, "resetSettings", "[]"));
        fixture.coordinator.during(() -> {});

        // then
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body())
                .doesNotContain("\tat ", "stacktrace", "TestingCoordinator.java");
        fixture.coordinator.forget();
        fixture.assertUntouchedAndWell();
    }

    @Test
    void answersAViewerTheSameForAbsentAndForbidden() throws Exception {
        // when
        HttpResponse<String> there =
                fixture.postAs(
                        TestingUsers.login(Role.VIEWER), exec(BEAN, "stopWithCheckpoint", "[]"));
        HttpResponse<String> notThere =
                fixture.postAs(TestingUsers.login(Role.VIEWER), exec(BEAN, "noSuchThing", "[]"));

        // then
        assertThat(notThere.statusCode()).isEqualTo(there.statusCode());
        fixture.assertRejected(there, 403);
    }

    @Test
    void answersAWrongPasswordLikeAnUnknownUser() throws Exception {
        // when
        HttpResponse<String> wrong = fixture.postAs(basic("ada", "x"), read(BEAN, "Timeout"));
        HttpResponse<String> unknown = fixture.postAs(basic("nobody", "x"), read(BEAN, "Timeout"));

        // then
        assertThat(unknown.body()).isEqualTo(wrong.body());
        JSONObject answer = EndpointFixture.json(wrong);
        assertThat(answer.keySet()).containsExactlyInAnyOrder("status", "error");
        fixture.assertRejected(unknown, 401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Interval | 1e99999",
                "Interval | 0x10",
                "Interval | 010",
                "Interval | +1",
                "Interval | 1_000",
                "Interval | Infinity",
                "Interval | NaN",
                "Interval | 1L",
                "Interval | \"1000\"",
                "TolerableFailedCheckpoints | 2147483648000000000000",
                "UnalignedEnabled | \"banana\"",
                "UnalignedEnabled | \"true\"",
                "UnalignedEnabled | 1",
                "UnalignedEnabled | null",
                "UnalignedEnabled | []"
            })
    void damagesNoValue(String attribute, String value) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(write(BEAN, attribute, value));

        // then
        fixture.assertRejected(response, 400);
    }
}
