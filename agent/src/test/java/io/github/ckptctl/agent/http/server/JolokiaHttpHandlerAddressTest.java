// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.json;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;

class JolokiaHttpHandlerAddressTest {

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
                "/",
                "/jolokiax",
                "/jolokiax/version",
                "/Jolokia/version",
                "/jolokia;a/version",
                "/jolokia/../jolokia/version",
                "/jolokia/./version",
                "/jolokia//version",
                "//jolokia/version",
                "//127.0.0.1/jolokia/version",
                "http://127.0.0.1/jolokia/version",
                "/jolokia%2Fversion",
                "/jolokia/%2e%2e/jolokia/version",
                "/jolokia/%252e%252e/version",
                "/jolokia/read/java.lang:type=Memory%2fHeapMemoryUsage",
                "/jolokia/version%00",
                "/jolokia/version%5c",
                "/jolokia/version%ff",
                "/%6aolokia/version",
                "/x/jolokia/version"
            })
    void findsNothingUnderAnyOtherSpelling(String path) throws Exception {
        // when
        String answer = fixture.raw("GET " + path + " HTTP/1.1", fixture.host());

        // then
        fixture.assertRejected(answer, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jolokia", "/jolokia/", "/jolokia/version", "/jolokia/version/"})
    void answersTheVersion(String path) throws Exception {
        // when
        HttpResponse<String> response = fixture.get(path);

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/json; charset=utf-8");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(json(response)).containsEntry("status", 200L).containsKey("timestamp");
    }

    @Test
    void readsOverGet() throws Exception {
        // given
        fixture.coordinator.put("Timeout", 600_000L);

        // when
        HttpResponse<String> response = fixture.get("/jolokia/read/" + BEAN + "/Timeout");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)).containsEntry("value", 600_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"write", "exec", "WRITE", "Exec"})
    void rejectsChangesOverGet(String type) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.get("/jolokia/" + type + "/" + BEAN + "/Timeout/777");

        // then
        assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
        fixture.assertRejected(response, 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "post"})
    void rejectsOtherMethods(String method) throws Exception {
        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.request("/jolokia/")
                                .method(method, HttpRequest.BodyPublishers.noBody()));

        // then
        fixture.assertRejected(response, 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/jolokia/write", "/jolokia/exec", "/jolokia/read/a:b=c", "/jolokia/x"})
    void rejectsPostBeyondTheRoot(String path) throws Exception {
        fixture.assertRejected(post(path, read(BEAN, "Timeout")), 404);
    }

    @Test
    void takesReadsWhereTheirTypeIsInTheAddress() throws Exception {
        // when
        HttpResponse<String> one = post("/jolokia/read", read(BEAN, "Timeout"));
        HttpResponse<String> bulk = post("/jolokia/read", "[" + read(BEAN, "Timeout") + "]");

        // then
        assertThat(json(one)).containsEntry("status", 200L);
        assertThat(bulk.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WRITE", "[WRITE]", "[READ,WRITE]", "{\"type\":\"version\"}"})
    void takesNothingElseThere(String body) throws Exception {
        // given
        String requests =
                body.replace("WRITE", write(BEAN, "Timeout", "777"))
                        .replace("READ", read(BEAN, "Timeout"));

        // then
        fixture.assertRejected(post("/jolokia/read", requests), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxDepth=-1",
                "maxDepth=x",
                "maxDepth=1&maxDepth=2",
                "includeStackTrace=all",
                "serializeException=1",
                "callback=alert",
                "p=version",
                "ifModifiedSince=1",
                "mimeType=text/html",
                "%zz"
            })
    void rejectsUnknownOrIllegalOptions(String query) throws Exception {
        // when
        String answer = fixture.raw("GET /jolokia/version?" + query + " HTTP/1.1", fixture.host());

        // then
        fixture.assertRejected(answer, 400);
    }

    @Test
    void takesOptionsOfTheQuery() throws Exception {
        // when
        HttpResponse<String> response =
                fixture.get(
                        "/jolokia/read/"
                                + BEAN
                                + "/Timeout?includeRequest=false&ignoreErrors=true&maxDepth=3"
                                + "&mimeType=application/json");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response)).doesNotContainKey("request");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return fixture.send(
                fixture.request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
