// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.RecordingLogger;
import io.github.ckptctl.agent.http.RejectionLog;
import io.github.ckptctl.agent.rest.JobRequestHandlerImpl;
import io.github.ckptctl.agent.rest.TestingFace;
import io.github.ckptctl.control.Job;
import io.github.ckptctl.control.JobCheckpointControl;
import io.github.ckptctl.control.JobRegistry;
import io.github.ckptctl.control.RecordingEngine;
import io.github.ckptctl.control.change.RecordPersister;
import io.github.ckptctl.control.engine.JobMasterSession;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;
import io.github.ckptctl.flink.FlinkRuntime;
import io.github.ckptctl.flink.rest.RouteInterceptor;
import org.apache.flink.runtime.rest.handler.job.JobsOverviewHandler;
import org.apache.flink.runtime.rest.handler.job.checkpoints.CheckpointConfigHandler;
import org.apache.flink.runtime.rest.handler.legacy.DefaultExecutionGraphCache;
import org.apache.flink.runtime.rest.handler.router.RouteResult;
import org.apache.flink.runtime.rest.handler.router.Router;
import org.apache.flink.runtime.rest.handler.router.RouterHandler;
import org.apache.flink.runtime.rest.messages.JobsOverviewHeaders;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointConfigHeaders;
import org.apache.flink.runtime.webmonitor.RestfulGateway;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.embedded.EmbeddedChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.ssl.SslHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

/** Test of requests of web pages to the routes, through Flink's own router and its handlers. */
class ForeignPagesTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final String SUSPEND = "/jobs/" + JOB + "/checkpointing/suspend";
    private static final String CONFIGURATION = "/jobs/" + JOB + "/checkpoints/configuration";
    private static final String ALL = "{\"mode\": \"ALL\"}";
    private static final String CONSOLE = "https://console.example";
    private static final String SERVER = "flink.example:8081";
    private static final Map<String, String> FLINKS_HEADERS =
            Map.of("Access-Control-Allow-Origin", "*");

    private final JobRegistry register =
            new JobRegistry(
                    id ->
                            new JobCheckpointControl(
                                    id,
                                    Clock.systemUTC(),
                                    (task, delay) -> () -> {},
                                    SettingLimits.NONE,
                                    RecordPersister.ofMemory()),
                    new NoListener());
    private final RecordingLogger audit = new RecordingLogger();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger lookedUp = new AtomicInteger();
    private final JobCheckpointControl job = register.of(JOB);
    private EmbeddedChannel server;

    @BeforeEach
    void start() {
        job.attach(new RecordingEngine(600_000, 60_000, 0));
        register.started(JOB, "orders", new RunningJob());
        server = server("rest.allowedOrigins=" + CONSOLE + ";http://Localhost:3000");
    }

    @AfterEach
    void stop() {
        server.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://evil.example",
        "Origin, null",
        "Origin, ''",
        "Origin, nonsense",
        "Origin, http://flink.example",
        "Origin, http://flink.example:8082",
        "Origin, https://flink.example:8081",
        "Origin, http://flink.example:8081.evil.example",
        "Origin, http://user@flink.example:8081",
        "Origin, http://console.example",
        "Origin, https://console.example.evil.example",
        "Origin, https://console.example:444",
        "Referer, http://evil.example/page",
        "Referer, http://evil.example/?http://flink.example:8081/",
        "Referer, about:blank",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, SAME-ORIGIN"
    })
    void areRejectedWhenTheyAreOfAnotherSite(String header, String value) {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            // when
            Answer answer = post(SUSPEND, ALL, header, value, "Content-Type", type);

            // then
            assertThat(answer.status).isEqualTo(403);
            assertThat(answer.body)
                    .startsWith("{\"errors\":[\"Nothing was done: ")
                    .contains(
                            "(" + header + ": " + value + "), not for one of http://" + SERVER,
                            "rest.allowedOrigins");
            assertNothingHappened();
        }
        assertAGoodRequestIsServed();
    }

    @Test
    void areRejectedWhenAnyHeaderIsOfAnotherSite() {
        for (String[] headers :
                new String[][] {
                    {"Origin", "http://" + SERVER, "Sec-Fetch-Site", "cross-site"},
                    {"Origin", "http://evil.example", "Sec-Fetch-Site", "same-origin"},
                    {"Origin", "http://" + SERVER, "Origin", "http://evil.example"},
                    {"Origin", CONSOLE, "Origin", "http://evil.example"},
                    {"Origin", CONSOLE, "Origin", CONSOLE, "Sec-Fetch-Site", "cross-site"},
                    {"Origin", CONSOLE, "Referer", "http://evil.example/"},
                    {"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Site", "cross-site"},
                    {"Referer", CONSOLE + "/page", "Sec-Fetch-Site", "cross-site"}
                }) {
            assertThat(post(SUSPEND, ALL, headers).status)
                    .as("%s", List.of(headers))
                    .isEqualTo(403);
            assertNothingHappened();
        }
        assertAGoodRequestIsServed();
    }

    @Test
    void areRejectedWhenTheRequestDoesNotNameOneHost() {
        // given
        String origin = "http://" + SERVER;

        // then
        assertThat(exchange(request(HttpMethod.POST, SUSPEND, ALL, "Origin", origin)).status)
                .isEqualTo(403);
        assertThat(post(SUSPEND, ALL, "Origin", origin, "Host", "evil.example").body)
                .contains("(Origin: " + origin + "), not for one of this server.");
        assertNothingHappened();
        assertAGoodRequestIsServed();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, checkpoints/configuration",
        "GET, checkpointing/configuration",
        "PATCH, checkpoints/configuration",
        "DELETE, checkpoints/configuration",
        "POST, checkpoints/configuration",
        "PUT, checkpointing/configuration",
        "POST, checkpointing/reset",
        "PUT, checkpointing/reset",
        "POST, checkpointing/suspend",
        "POST, checkpointing/resume",
        "POST, checkpointing/quiesce",
        "POST, checkpointing/reschedule",
        "GET, checkpointing/latest"
    })
    void areRejectedOnEveryRouteBeforeAnythingElse(String method, String route) {
        for (String path :
                List.of(
                        "/jobs/" + JOB + "/" + route,
                        "/v1/jobs/" + JOB + "/" + route,
                        "/jobs/nonsense/" + route,
                        "/jobs/" + "f".repeat(32) + "/" + route)) {
            for (String body : List.of("", ALL, "no JSON", "x".repeat(100_000))) {
                // when
                Answer answer =
                        send(
                                HttpMethod.valueOf(method),
                                path,
                                body,
                                "Origin",
                                "http://evil.example");

                // then
                assertThat(answer.status).isEqualTo(403);
                assertNothingHappened();
            }
        }
        assertAGoodRequestIsServed();
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://flink.example:8081",
        "Origin, https://console.example",
        "Origin, http://localhost:3000",
        "Referer, http://flink.example:8081/#/job",
        "Referer, https://console.example/page",
        "Sec-Fetch-Site, same-origin",
        "Sec-Fetch-Site, none"
    })
    void areServedWhenTheyAreOfTheServerOrAllowed(String header, String value) {
        // when
        Answer answer = post(SUSPEND, ALL, header, value);

        // then
        assertThat(answer.status).isEqualTo(200);
        assertThat(suspension()).isEqualTo("ALL");
    }

    @Test
    void areServedFromAnySiteWhenTheirOriginIsAllowed() {
        // when
        Answer answer =
                post(
                        SUSPEND,
                        ALL,
                        "Origin",
                        CONSOLE,
                        "Referer",
                        CONSOLE + "/",
                        "Sec-Fetch-Site",
                        "cross-site");

        // then
        assertThat(answer.status).isEqualTo(200);
        assertThat(suspension()).isEqualTo("ALL");
    }

    @Test
    void areOfTheServerWhenTheirSchemeIsThatOfTheConnection() throws Exception {
        // given
        server.pipeline().addLast(new SslHandler(serverEngine()));

        // then
        assertThat(post(SUSPEND, ALL, "Origin", "http://" + SERVER).status).isEqualTo(403);
        assertNothingHappened();
        assertThat(post(SUSPEND, ALL, "Origin", "https://" + SERVER).status).isEqualTo(200);
    }

    @Test
    void areRejectedWithoutTheOptionEvenWhereFlinkAllowsThem() {
        // given
        server.finishAndReleaseAll();
        server = server("");

        // then
        assertThat(post(SUSPEND, ALL, "Origin", CONSOLE).status).isEqualTo(403);
        assertNothingHappened();
        assertAGoodRequestIsServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://flink.example:8081", CONSOLE, "http://evil.example"})
    void getNoCorsHeaderButFlinks(String origin) {
        // when
        Answer answer = send(HttpMethod.GET, CONFIGURATION, "", "Origin", origin);

        // then
        assertThat(answer.headers.names())
                .filteredOn(name -> name.toLowerCase().startsWith("access-control"))
                .containsExactly("Access-Control-Allow-Origin");
        assertThat(answer.headers.getAll("Access-Control-Allow-Origin")).containsExactly("*");
    }

    @Test
    void findNoAnswerToAPreflightAsOnFlinksOwnRoutes() {
        // when
        Answer answer =
                send(
                        HttpMethod.OPTIONS,
                        CONFIGURATION,
                        "",
                        "Origin",
                        CONSOLE,
                        "Access-Control-Request-Method",
                        "PATCH");

        // then
        assertThat(answer.status).isEqualTo(404);
    }

    @Test
    void findFlinksOwnPageAsOpenAsFlinkHasIt() {
        // when: no JobManager leads, which is determined after the check
        Answer answer =
                send(
                        HttpMethod.GET,
                        "/jobs/" + JOB + "/checkpoints/config",
                        "",
                        "Origin",
                        "http://evil.example");

        // then
        assertThat(answer.status).isEqualTo(503);
    }

    @Test
    void areLoggedAtMostTenTimesASecond() {
        // when
        for (int i = 0; i < 15; i++) {
            post(SUSPEND, ALL, "Origin", "http://evil.example");
        }
        nanos.addAndGet(1_000_000_000L);
        post(SUSPEND, ALL, "Origin", "http://evil.example\" status=200" + "x".repeat(500));

        // then
        assertThat(audit.lines()).hasSize(11);
        assertThat(audit.lines().get(0))
                .startsWith("warn refused: caller=rest:")
                .contains(
                        "method=POST path=\"" + SUSPEND + "\"",
                        "status=403",
                        "(Origin: http://evil.example)");
        assertThat(audit.lines().get(10))
                .contains("(Origin: http://evil.example\\\" status=200xxx")
                .endsWith("unlogged=5")
                .hasSizeLessThan(500);
    }

    private void assertNothingHappened() {
        assertThat(lookedUp).hasValue(0);
        assertThat(suspension()).isEqualTo("NONE");
        assertThat(job.settings().revision()).isZero();
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(600_000);
        assertThat(job.history()).isEmpty();
    }

    /**
     * Asserts that requests from curl, and from a page of the server's own, succeed on the same
     * connection.
     */
    private void assertAGoodRequestIsServed() {
        Answer changed =
                send(
                        HttpMethod.PATCH,
                        CONFIGURATION,
                        "{\"checkpointTimeout\": 70000}",
                        "Host",
                        SERVER);
        assertThat(changed.status).isEqualTo(200);
        assertThat(job.settings().effective(Setting.TIMEOUT)).isEqualTo(70_000);
        assertThat(
                        post(
                                        SUSPEND,
                                        ALL,
                                        "Origin",
                                        "http://" + SERVER,
                                        "Sec-Fetch-Site",
                                        "same-origin")
                                .status)
                .isEqualTo(200);
        assertThat(suspension()).isEqualTo("ALL");
    }

    private String suspension() {
        return job.suspension().current().mode().name();
    }

    private Answer post(String path, String body, String... headers) {
        return send(HttpMethod.POST, path, body, headers);
    }

    private Answer send(HttpMethod method, String path, String body, String... headers) {
        FullHttpRequest request = request(method, path, body, headers);
        request.headers().add("Host", SERVER);
        return exchange(request);
    }

    private static FullHttpRequest request(
            HttpMethod method, String path, String body, String... headers) {
        FullHttpRequest request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        method,
                        path,
                        Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        for (int i = 0; i < headers.length; i += 2) {
            request.headers().add(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Answer exchange(FullHttpRequest request) {
        server.writeInbound(request);
        HttpResponse head = server.readOutbound();
        StringBuilder body = new StringBuilder();
        for (Object part = server.readOutbound(); part != null; part = server.readOutbound()) {
            if (part instanceof ByteBuf) {
                body.append(((ByteBuf) part).toString(StandardCharsets.UTF_8));
            }
        }
        return new Answer(head.status().code(), head.headers(), body.toString());
    }

    private EmbeddedChannel server(String options) {
        JobRequestHandlerImpl face = TestingFace.of(register, Runnable::run);
        RouteInterceptor routing =
                new RouteInterceptor(
                        new FlinkRuntime(Router.class.getClassLoader()).restParts(),
                        call -> {
                            lookedUp.incrementAndGet();
                            return face.answer(call);
                        },
                        new ForeignPages(
                                RestOptions.pages(AgentOptions.of(options, Map.of())),
                                new RejectionLog(audit.logger(), nanos::get)),
                        null);
        RouterHandler router = new RouterHandler(new WovenRouter(routing), FLINKS_HEADERS);
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(router.getName(), router);
        return channel;
    }

    private static SSLEngine serverEngine() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private record Answer(int status, HttpHeaders headers, String body) {}

    /**
     * Flink's router with two of its handlers, which calls the agent's first as the instrumented
     * one does.
     */
    private final class WovenRouter extends Router<Object> {

        private final RouteInterceptor routing;

        WovenRouter(RouteInterceptor routing) {
            this.routing = routing;
            GatewayRetriever<RestfulGateway> noLeader =
                    () -> {
                        lookedUp.incrementAndGet();
                        return new CompletableFuture<>();
                    };
            Duration timeout = Duration.ofSeconds(10);
            addGet(
                    "/jobs/overview",
                    new JobsOverviewHandler(
                            noLeader, timeout, FLINKS_HEADERS, JobsOverviewHeaders.getInstance()));
            addGet(
                    "/jobs/:jobid/checkpoints/config",
                    new CheckpointConfigHandler(
                            noLeader,
                            timeout,
                            FLINKS_HEADERS,
                            CheckpointConfigHeaders.getInstance(),
                            new DefaultExecutionGraphCache(timeout, timeout),
                            Runnable::run));
        }

        @Override
        @SuppressWarnings("unchecked") // as the instrumentation returns it
        public RouteResult<Object> route(
                HttpMethod method, String path, Map<String, List<String>> query) {
            Object ours = routing.route(this, method, path, query);
            return ours != null ? (RouteResult<Object>) ours : super.route(method, path, query);
        }
    }

    private static final class NoListener implements JobRegistry.Listener {
        @Override
        public void started(Job job) {}

        @Override
        public void gone(Job job) {}
    }

    private static final class RunningJob implements JobMasterSession {
        @Override
        public String status() {
            return "RUNNING";
        }

        @Override
        public boolean isSame(JobMasterSession other) {
            return this == other;
        }
    }
}
