// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

class AuthenticatorTest {

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
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Bearer TOKENx",
                "TOKEN",
                "Digest TOKEN",
                "Basic !!!",
                "Basic BASE64(token)",
                "Basic BASE64(admin:TOKEN)",
                "Basic BASE64(token:wrong)",
                "Basic BASE64(:TOKEN)"
            })
    void rejectsClientsWithoutTheToken(String header) throws Exception {
        // given
        String value = header.replace("TOKEN", fixture.token);
        if (value.contains("BASE64(")) {
            String pair = value.substring(value.indexOf('(') + 1, value.length() - 1);
            value = "Basic " + base64(pair);
        }

        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting(write(BEAN, "Timeout", "777"))
                                .setHeader("Authorization", value));

        // then
        assertThat(response.headers().allValues("WWW-Authenticate"))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("Bearer ");
        fixture.assertRejected(response, 401);
    }

    @Test
    void rejectsARequestWithoutLogin() throws Exception {
        // when
        String answer = fixture.raw(List.of(), "GET /jolokia/version HTTP/1.1", fixture.host());

        // then
        fixture.assertRejected(answer, 401);
    }

    @Test
    void rejectsTwoLoginsInOneRequest() throws Exception {
        // when
        String answer =
                fixture.raw(
                        "GET /jolokia/version HTTP/1.1",
                        fixture.host(),
                        "Authorization: Bearer " + fixture.token);

        // then
        fixture.assertRejected(answer, 401);
    }

    @Test
    void acceptsTheTokenAsPasswordOfBasic() throws Exception {
        // given
        String basic = "basic " + base64("token:" + fixture.token);

        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting(write(BEAN, "Timeout", "777"))
                                .setHeader("Authorization", basic));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fixture.coordinator.changes()).containsExactly("setTimeout[777]");
    }

    @Test
    void passesTheCallerToTheBean() throws Exception {
        // when
        fixture.post(write(BEAN, "Timeout", "777"));

        // then
        assertThat(fixture.coordinator.callers()).containsExactly("http:token");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
