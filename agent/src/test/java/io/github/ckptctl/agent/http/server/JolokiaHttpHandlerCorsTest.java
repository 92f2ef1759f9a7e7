// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.JolokiaOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JolokiaHttpHandlerCorsTest {

    private static final String CONSOLE = "https://console.example:8443";

    @TempDir Path directory;

    private EndpointFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture =
                new EndpointFixture(
                        directory,
                        options ->
                                options.withAllowedOrigins(
                                        List.of("https://Console.example:8443")));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void allowsRequestsOfANamedOrigin() throws Exception {
        // when
        String answer =
                fixture.raw(
                        List.of(),
                        "OPTIONS /jolokia/ HTTP/1.1",
                        fixture.host(),
                        "Origin: " + CONSOLE,
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: authorization,content-type",
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Mode: cors");

        // then
        assertThat(answer)
                .startsWith("HTTP/1.1 204 ")
                .containsIgnoringCase("Access-Control-Allow-Origin: " + CONSOLE + "\r\n")
                .containsIgnoringCase("Access-Control-Allow-Credentials: true\r\n")
                .containsIgnoringCase("Access-Control-Allow-Methods: GET, POST\r\n")
                .containsIgnoringCase(
                        "Access-Control-Allow-Headers: Authorization, Content-Type\r\n")
                .containsIgnoringCase("Vary: Origin\r\n")
                .endsWith("\r\n\r\n");
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://console.example",
                "http://console.example:8443",
                "https://console.example:8443/",
                "https://console.example:8443.evil.example",
                "https://evil.console.example:8443",
                "https://user@console.example:8443",
                "HTTPS://CONSOLE.EXAMPLE:8443",
                "null",
                "*",
                ""
            })
    void answersNoOtherOriginOfABrowser(String origin) throws Exception {
        // when
        String preflight =
                fixture.raw(
                        List.of(),
                        "OPTIONS /jolokia/ HTTP/1.1",
                        fixture.host(),
                        "Origin: " + origin,
                        "Access-Control-Request-Method: POST");
        String request =
                fixture.raw("GET /jolokia/version HTTP/1.1", fixture.host(), "Origin: " + origin);

        // then
        assertThat(preflight + request)
                .doesNotContainIgnoringCase("Access-Control")
                .containsIgnoringCase("Vary: Origin");
        assertThat(preflight).startsWith("HTTP/1.1 401 ");
        if (origin.equals("HTTPS://CONSOLE.EXAMPLE:8443")
                || origin.equals("https://console.example:8443/")) {
            // the same origin in an unusual spelling, as no browser sends it: harmless, and nothing
            // is exposed
            assertThat(request).startsWith("HTTP/1.1 200 ");
        } else {
            fixture.assertRejected(request, 403);
        }
    }

    @Test
    void answersAPageOfANamedOriginAndLetsItSeeErrorsToo() throws Exception {
        // when
        String good =
                fixture.raw(
                        "GET /jolokia/version HTTP/1.1",
                        fixture.host(),
                        "Origin: " + CONSOLE,
                        "Referer: " + CONSOLE + "/page",
                        "Sec-Fetch-Site: cross-site");
        String unknown =
                fixture.raw(
                        List.of(),
                        "GET /jolokia/version HTTP/1.1",
                        fixture.host(),
                        "Origin: " + CONSOLE);

        // then
        assertThat(good)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("Access-Control-Allow-Origin: " + CONSOLE);
        assertThat(unknown).containsIgnoringCase("Access-Control-Allow-Origin: " + CONSOLE);
        fixture.assertRejected(unknown, 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Referer: https://evil.example/",
                "Origin: https://evil.example",
                "Host: evil.example"
            })
    void rejectsANamedOriginInBadCompany(String header) throws Exception {
        // given
        String host = header.startsWith("Host") ? header : fixture.host();
        String more = header.startsWith("Host") ? "X-Nothing: 1" : header;

        // when
        String answer =
                fixture.raw("GET /jolokia/version HTTP/1.1", host, "Origin: " + CONSOLE, more);

        // then
        fixture.assertRejected(answer, header.startsWith("Host") ? 421 : 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/jolokia/../", "/jolokia//version"})
    void answersABrowserOnlyUnderItsPath(String path) throws Exception {
        // when
        String answer =
                fixture.raw(
                        List.of(),
                        "OPTIONS " + path + " HTTP/1.1",
                        fixture.host(),
                        "Origin: " + CONSOLE,
                        "Access-Control-Request-Method: POST");

        // then
        fixture.assertRejected(answer, 404);
    }

    @Test
    void asksForALoginBeforeItRejectsOptions() throws Exception {
        // when
        String answer =
                fixture.raw(
                        List.of(),
                        "OPTIONS /jolokia/ HTTP/1.1",
                        fixture.host(),
                        "Origin: " + CONSOLE);

        // then
        fixture.assertRejected(answer, 401);
    }

    @Test
    void rejectsAPreflightForAnotherHost() throws Exception {
        // when
        String answer =
                fixture.raw(
                        List.of(),
                        "OPTIONS /jolokia/ HTTP/1.1",
                        "Host: evil.example",
                        "Origin: " + CONSOLE,
                        "Access-Control-Request-Method: POST");

        // then
        fixture.assertRejected(answer, 421);
    }

    @Test
    void rejectsASimpleRequestOfANamedOriginThatIsNotJson() throws Exception {
        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting(write(BEAN, "Timeout", "777"))
                                .header("Origin", CONSOLE)
                                .setHeader("Content-Type", "text/plain"));

        // then
        fixture.assertRejected(response, 415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "console.example",
                "https://",
                "https://a/b",
                "https://a/",
                "https://a?b",
                "https://user@a",
                "ftp://a",
                "https://*.example",
                "https://a b"
            })
    void takesNothingButOriginsForOne(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JolokiaOptions.defaults().withAllowedOrigins(List.of(origin)))
                .withMessageContaining("jolokia.allowedOrigins: '" + origin + "'");
    }
}
