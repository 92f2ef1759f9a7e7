// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.json;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

class JolokiaHttpHandlerValuesTest {

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
                "1.9",
                "1.0",
                "1e5",
                "1E0",
                "\"12\"",
                "\"12 s\"",
                "\"\"",
                "true",
                "null",
                "[]",
                "[12]",
                "{}",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999"
            })
    void rejectsWhatIsNoLong(String value) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(write(BEAN, "Timeout", value));

        // then
        fixture.assertRejected(response, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "-1", "9223372036854775807", "-9223372036854775808"})
    void passesEveryLong(String value) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(write(BEAN, "Timeout", value));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fixture.coordinator.changes())
                .containsExactly("setTimeout[" + Long.parseLong(value) + "]");
    }

    @Test
    void rejectsAWriteWithoutValue() throws Exception {
        // when
        HttpResponse<String> response =
                fixture.post(
                        "{\"type\":\"write\",\"mbean\":\""
                                + BEAN
                                + "\",\"attribute\":\"Timeout\"}");

        // then
        fixture.assertRejected(response, 400);
    }

    @Test
    void turnsTheValuesOfAMapIntoTexts() throws Exception {
        // given
        String arguments =
                "[{\"Timeout\":60000,\"Interval\":\"30000\",\"Unaligned\":true},\"\",0,-1]";

        // when
        HttpResponse<String> response = fixture.post(exec(BEAN, "updateSettings", arguments));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(fixture.coordinator.changes())
                .singleElement()
                .asString()
                .startsWith("updateSettings[{")
                .contains("Timeout=60000", "Interval=30000", "Unaligned=true")
                .endsWith("}, , 0, -1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{}, \"\", 0]",
                "[{}, \"\", 0, -1, 1]",
                "[]",
                "{}",
                "\"x\"",
                "[{\"Timeout\":1.5}, \"\", 0, -1]",
                "[{\"Timeout\":null}, \"\", 0, -1]",
                "[{\"Timeout\":{}}, \"\", 0, -1]",
                "[{\"Timeout\":[1]}, \"\", 0, -1]",
                "[{\"Timeout\":1e3}, \"\", 0, -1]",
                "[[], \"\", 0, -1]",
                "[\"{}\", \"\", 0, -1]",
                "[null, \"\", 0, -1]",
                "[{}, 7, 0, -1]",
                "[{}, null, 0, -1]",
                "[{}, \"\", \"0\", -1]",
                "[{}, \"\", 0.0, -1]",
                "[{}, \"\", null, -1]",
                "[{}, \"\", true, -1]"
            })
    void rejectsArgumentsThatDoNotFit(String arguments) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(exec(BEAN, "updateSettings", arguments));

        // then
        fixture.assertRejected(response, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "null", "{}", "a, b", "true", "\\\"\\\""})
    void leavesTextsAsTheyAre(String reason) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.post(exec(BEAN, "updateSettings", "[{},\"" + reason + "\",0,-1]"));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(fixture.coordinator.changes())
                .containsExactly("updateSettings[{}, " + reason.replace("\\", "") + ", 0, -1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resetSettings",
                "resetSettings()",
            })
    void callsWithOrWithoutSignature(String operation) throws Exception {
        // when
        HttpResponse<String> response = fixture.post(exec(BEAN, operation, "[]"));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fixture.coordinator.changes()).containsExactly("resetSettings[]");
    }

    @Test
    void callsTheLongOperationByItsSignature() throws Exception {
        // given
        String signature =
                "updateSettings(javax.management.openmbean.TabularData,java.lang.String,long,long)";

        // when
        HttpResponse<String> response = fixture.post(exec(BEAN, signature, "[{},\"\",0,-1]"));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(fixture.coordinator.changes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.IllegalArgumentException, 400",
        "java.lang.IllegalStateException, 409",
        "java.lang.UnsupportedOperationException, 501",
        "java.lang.SecurityException, 403",
        "java.lang.RuntimeException, 500"
    })
    void passesOnWhatTheBeanSays(Class<? extends RuntimeException> type, int status)
            throws Exception {
        // given
        fixture.coordinator.failWith(
                type.getConstructor(String.class)
                        .newInstance("Timeout 777 ms is out of\trange\u001b[31m"));

        // when
        HttpResponse<String> response = fixture.post(write(BEAN, "Timeout", "777"));

        // then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response)).containsEntry("status", (long) status);
        assertThat(json(response).get("error").toString())
                .endsWith("Timeout 777 ms is out of\trange\u001b[31m");
        assertThat(response.body()).doesNotContain("\t", "\u001b");
        assertThat(response.body()).doesNotContain("stacktrace", "TestingCoordinator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"includeStackTrace\":true}",
                "{\"includeStackTrace\":\"runtime\"}",
                "{\"serializeException\":\"true\"}"
            })
    void answersWithoutStackTraceForEveryRole(String config) throws Exception {
        // given
        fixture.coordinator.failWith(new IllegalStateException("not now"));
        String request = write(BEAN, "Timeout", "777");

        // when
        HttpResponse<String> response =
                fixture.post(request.replace("}", ",\"config\":" + config + "}"));

        // then
        assertThat(json(response)).containsEntry("status", 409L).containsKey("error");
        assertThat(json(response)).doesNotContainKeys("stacktrace", "error_value");
    }
}
