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
import java.util.List;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

class JolokiaHttpHandlerOriginTest {

    @TempDir Path directory;

    private EndpointFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture =
                new EndpointFixture(
                        directory, options -> options.withAllowedHosts(List.of("Flink.Example")));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8778",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "localhost:x",
                "localhost:8778:8778",
                "user@localhost",
                ""
            })
    void rejectsRequestsForOtherHosts(String host) throws Exception {
        // when
        String answer = fixture.raw("GET /jolokia/version HTTP/1.1", "Host: " + host);

        // then
        fixture.assertRejected(answer, 421);
    }

    @Test
    void namesTheHostThatWasAskedAndTheOption() throws Exception {
        // when
        String answer = fixture.raw("GET /jolokia/version HTTP/1.1", "Host: jm-0.flink.svc:8778");
        String hostile =
                fixture.raw("GET /jolokia/version HTTP/1.1", "Host: \u0007\"<b>" + "x".repeat(500));

        // then
        assertThat(answer)
                .contains(
                        "names another host than this one: jm-0.flink.svc; use 127.0.0.1",
                        "with jm-0.flink.svc in jolokia.allowedHosts");
        assertThat(hostile).doesNotContain("\u0007", "x".repeat(100)).hasSizeLessThan(2_000);
        fixture.assertRejected(hostile, 421);
    }

    @Test
    void rejectsTwoHosts() throws Exception {
        // when
        String answer =
                fixture.raw("GET /jolokia/version HTTP/1.1", fixture.host(), "Host: evil.example");

        // then
        fixture.assertRejected(answer, 421);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LocalHost:9", "127.0.0.1:80", "[::1]:8778", "flink.example"})
    void takesEveryNameOfThisMachineThroughEveryTunnel(String host) throws Exception {
        // when
        String answer = fixture.raw("GET /jolokia/version HTTP/1.1", "Host: " + host);

        // then
        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://evil.example",
        "Origin, null",
        "Origin, http://localhost:1",
        "Origin, https://HOST",
        "Origin, http://HOST.evil.example",
        "Origin, http://user@HOST",
        "Referer, http://evil.example/page",
        "Referer, nonsense",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void rejectsRequestsOfForeignPages(String header, String value) throws Exception {
        // given
        String own = fixture.root().getAuthority();

        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting(write(BEAN, "Timeout", "777"))
                                .header(header, value.replace("HOST", own)));

        // then
        assertThat(response.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase().startsWith("access-control"));
        fixture.assertRejected(response, 403);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://HOST",
        "Referer, http://HOST/jolokia/",
        "Sec-Fetch-Site, same-origin",
        "Sec-Fetch-Site, none"
    })
    void takesRequestsOfItsOwn(String header, String value) throws Exception {
        // given
        String own = fixture.root().getAuthority();

        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting(write(BEAN, "Timeout", "777"))
                                .header(header, value.replace("HOST", own)));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
    }
}
