// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.secret.SecretFile;
import io.github.ckptctl.agent.http.secret.TestingHashes;
import io.github.ckptctl.agent.http.server.JolokiaEndpoint;
import io.github.ckptctl.agent.json.StrictJsonParser;
import io.github.ckptctl.agent.rest.ConsoleFiles;
import io.github.ckptctl.flink.rest.JobRequest;
import io.github.ckptctl.flink.rest.JobResponse;
import io.github.ckptctl.flink.rest.RestRoute;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.Role;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.MBeanServerFactory;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of the web console on the agent's own HTTP endpoint, through all of its checks. */
class EndpointConsoleTest {

    private static final String PASSWORD = "correct horse";
    private static final String USERS =
            String.join(
                    "\n",
                    TestingHashes.password("vera", "viewer", PASSWORD),
                    TestingHashes.password("oscar", "operator", PASSWORD),
                    TestingHashes.password("ada", "admin", PASSWORD),
                    "");
    private static final String JOB = "00112233445566778899aabbccddeeff";
    private static final String OTHER_JOB = "ff112233445566778899aabbccddeeff";
    private static final String SUSPEND = "/jobs/" + JOB + "/ckptctl/suspend";

    private final List<JobRequest> asked = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir private Path directory;
    private JolokiaEndpoint endpoint;
    private String login = login("vera");

    @BeforeEach
    void start() throws IOException {
        Path users = Files.createFile(directory.resolve("users"), SecretFile.OWNER_ONLY);
        Files.writeString(users, USERS);
        endpoint =
                JolokiaEndpoint.start(
                        JolokiaOptions.defaults()
                                .withPort(0)
                                .withUsersFile(users)
                                .withTokenFile(directory.resolve("token")),
                        MBeanServerFactory.newMBeanServer(),
                        new EndpointConsole(
                                new ConsoleFiles("0.1.0", "2.3.0", true),
                                this::answer,
                                Map.of("version", "0.1.0", "flinkVersion", "2.3.0")));
    }

    @AfterEach
    void stop() throws IOException {
        endpoint.close();
    }

    private CompletableFuture<JobResponse> answer(JobRequest request) {
        asked.add(request);
        return request.jobId().equals(OTHER_JOB)
                ? null
                : CompletableFuture.completedFuture(
                        JobResponse.ok(Map.of("route", request.route().name())));
    }

    @Test
    void servesThePageConfinedToItselfAndOncePerVersion() throws Exception {
        // when
        HttpResponse<String> page = get("/ckptctl/");
        HttpResponse<String> script = get("/ckptctl/app.js?v=1");
        String validator = script.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again =
                send(request("/ckptctl/app.js").header("If-None-Match", "W/" + validator));
        HttpResponse<String> head =
                send(
                        request("/ckptctl/app.js")
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        HttpResponse<String> moved = get("/ckptctl");

        // then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Checkpoints</title>");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(page, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(script, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(validator);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(moved.statusCode()).isEqualTo(308);
        assertThat(header(moved, "Location")).isEqualTo("ckptctl/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ckptctl",
                "/ckptctl/",
                "/ckptctl/app.js",
                "/ckptctl/about.json",
                "/ckptctl/nope.js",
                "/ckptctl/jobs",
                "/jobs/" + JOB + "/ckptctl/status",
                "/jobs/" + JOB + "/ckptctl/nope"
            })
    void asksForALoginFirst(String path) throws Exception {
        // given
        login = "";

        // when
        HttpResponse<String> answer = get(path);

        // then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .contains("Basic realm=\"ckptctl\", charset=\"UTF-8\"");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ckptctl/nope",
                "/ckptctl/lib",
                "/ckptctl/lib/",
                "/ckptctl/lib/nope.js",
                "/ckptctl/../agent/RunningAgent.class",
                "/ckptctl/..%2F..%2Fagent/RunningAgent.class",
                "/ckptctl/%2e%2e/console/app.js",
                "/ckptctl/%61pp.js",
                "/ckptctl/lib/../app.js",
                "/ckptctl//app.js",
                "/ckptctl/package-info.class",
                "/ckptctl/app.js/",
                "/ckptctl/app.js%00",
                "/ckptctlx/",
                "/jobs",
                "/jobs/" + JOB,
                "/jobs/" + JOB + "/checkpoints/config",
                "/jobs/" + JOB + "/checkpointing/suspend",
                "/jobs/" + JOB + "/ckptctl/",
                "/jobs/" + JOB + "/ckptctl/config",
                "/jobs/" + JOB + "/ckptctl/../ckptctl/status",
                "/jobs/" + JOB + "/ckptctl/status/",
                "/jobs/" + JOB + "/ckptctl/details/",
                "/jobs/" + JOB + "/ckptctl/details/-1",
                "/jobs/" + JOB + "/ckptctl/details/99999999999999999999",
                "/jobs/%30%30112233445566778899aabbccddeeff/ckptctl/status",
                "/jobs/0/ckptctl/status",
                "/v1/jobs/" + JOB + "/ckptctl/status"
            })
    void knowsNoOtherPath(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /ckptctl/app.js, 'GET, HEAD'",
        "DELETE, /ckptctl/, 'GET, HEAD'",
        "POST, /ckptctl/about.json, GET",
        "OPTIONS, /ckptctl/jobs, GET",
        "TRACE, /ckptctl/jobs, GET",
        "GET, /jobs/00112233445566778899aabbccddeeff/ckptctl/suspend, 'POST, PUT'",
        "POST, /jobs/00112233445566778899aabbccddeeff/ckptctl/status, GET"
    })
    void hasNoOtherMethod(String method, String path, String allowed) throws Exception {
        // given
        login = login("ada");

        // when
        HttpResponse<String> answer =
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString("{}")));

        // then
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo(allowed);
        assertThat(asked).isEmpty();
    }

    @Test
    void passesOnWhatTheRoleAllowsAndRejectsTheRest() throws Exception {
        // when: a viewer
        HttpResponse<String> list = get("/ckptctl/jobs");
        HttpResponse<String> details = get("/jobs/" + JOB + "/ckptctl/details/17");
        HttpResponse<String> forecast = post("/jobs/" + JOB + "/ckptctl/forecast", "{\"ttl\":1}");
        HttpResponse<String> refused = post(SUSPEND, "{\"mode\":\"ALL\"}");

        // then
        assertThat(list.body()).isEqualTo("{\"route\":\"JOBS\"}");
        assertThat(details.statusCode()).isEqualTo(200);
        assertThat(forecast.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .isEqualTo(
                        "{\"errors\":[\"calling suspend needs the role OPERATOR, this is vera"
                                + " (VIEWER)\"]}");
        assertThat(asked)
                .extracting(JobRequest::route)
                .containsExactly(RestRoute.JOBS, RestRoute.DETAILS, RestRoute.FORECAST);
        assertThat(asked.get(1).body()).isEqualTo(Map.of("checkpointId", 17L));
        assertThat(asked.get(2).body()).isEqualTo(Map.of("ttl", 1L));

        // when: an operator
        login = login("oscar");
        HttpResponse<String> done = post(SUSPEND, "{\"mode\":\"ALL\"}");
        HttpResponse<String> empty = post("/jobs/" + JOB + "/ckptctl/resume", "");
        HttpResponse<String> stop = post("/jobs/" + JOB + "/ckptctl/stop-with-checkpoint", "{}");

        // then
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(stop.statusCode()).isEqualTo(403);
        assertThat(asked).hasSize(5);
        assertThat(asked.get(3).caller()).isEqualTo("http:oscar");
        assertThat(asked.get(3).role()).isEqualTo(Role.OPERATOR);
        assertThat(asked.get(3).body()).isEqualTo(Map.of("mode", "ALL"));
    }

    @Test
    void givesThePageTheCallersPermissions() throws Exception {
        assertThat(about())
                .containsEntry("role", "viewer")
                .containsEntry("changes", false)
                .containsEntry("allowed", List.of());
        login = login("oscar");
        assertThat(about().get("allowed").toString())
                .contains("configuration", "suspend", "resume", "abort")
                .doesNotContain("stop-with-checkpoint", "unpin", "forecast");
        login = "Basic " + encoded("token:" + Files.readString(directory.resolve("token")).trim());
        assertThat(about())
                .containsEntry("caller", "http:token")
                .containsEntry("role", "admin")
                .containsEntry("changes", true);
        assertThat(about().get("allowed").toString()).contains("stop-with-checkpoint", "unpin");
    }

    @Test
    void saysThatAJobIsNotOfThisJobManager() throws Exception {
        HttpResponse<String> answer = get("/jobs/" + OTHER_JOB + "/ckptctl/status");

        assertThat(answer.statusCode()).isEqualTo(404);
        // the page takes it for a job that is gone by its first word
        assertThat(answer.body()).startsWith("{\"errors\":[\"Job " + OTHER_JOB + " not found");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Referer, https://evil.example/page",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void rejectsOtherSitesPagesEvenWithALogin(String name, String value) throws Exception {
        // given: browsers send a login by themselves
        login = login("ada");

        // when
        HttpResponse<String> change =
                send(
                        request(SUSPEND)
                                .header("Content-Type", "application/json")
                                .header(name, value)
                                .POST(HttpRequest.BodyPublishers.ofString("{\"mode\":\"ALL\"}")));
        HttpResponse<String> read = send(request("/ckptctl/jobs").header(name, value));
        HttpResponse<String> about = send(request("/ckptctl/about.json").header(name, value));

        // then
        assertThat(change.statusCode()).isEqualTo(403);
        assertThat(read.statusCode()).isEqualTo(403);
        assertThat(about.statusCode()).isEqualTo(403);
        assertThat(asked).isEmpty();

        // and: a link to the page works
        assertThat(send(request("/ckptctl/").header(name, value)).statusCode()).isEqualTo(200);
    }

    @Test
    void takesABodyThatAFormCannotSendAlone() throws Exception {
        // given
        login = login("oscar");

        // then
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            assertThat(
                            send(request(SUSPEND)
                                            .header("Content-Type", type)
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofString(
                                                            "{\"mode\":\"ALL\"}")))
                                    .statusCode())
                    .isEqualTo(415);
        }
        assertThat(post(SUSPEND, "[]").statusCode()).isEqualTo(400);
        assertThat(post(SUSPEND, "{\"a\":1,\"a\":2}").statusCode()).isEqualTo(400);
        assertThat(post(SUSPEND, "x".repeat(70_000)).statusCode()).isEqualTo(413);
        assertThat(asked).isEmpty();
        assertThat(post(SUSPEND, "{\"mode\":\"ALL\"}").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(RestRoute.class)
    void needsARoleForAllThatChangesSomething(RestRoute route) {
        // when
        String operation = EndpointConsole.operation(route);

        // then
        assertThat(operation.isEmpty()).isEqualTo(route.isRead());
        if (!operation.isEmpty()) {
            assertThat(CheckpointCoordinatorMXBean.class.getMethods())
                    .extracting(Method::getName)
                    .contains(operation);
        }
    }

    private Map<String, Object> about() throws Exception {
        HttpResponse<String> answer = get("/ckptctl/about.json");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        Map<String, Object> about = (JSONObject) StrictJsonParser.parse(answer.body());
        assertThat(about).containsEntry("endpoint", true);
        return about;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        String root = endpoint.url().replaceFirst("/jolokia/$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
        return login.isEmpty() ? request : request.header("Authorization", login);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String login(String name) {
        return "Basic " + encoded(name + ":" + PASSWORD);
    }

    private static String encoded(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
