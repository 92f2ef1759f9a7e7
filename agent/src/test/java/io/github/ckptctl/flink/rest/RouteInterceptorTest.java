// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.flink.rest;

import io.github.ckptctl.flink.FlinkRuntime;
import org.apache.flink.runtime.rest.handler.job.JobsOverviewHandler;
import org.apache.flink.runtime.rest.handler.job.checkpoints.CheckpointConfigHandler;
import org.apache.flink.runtime.rest.handler.legacy.DefaultExecutionGraphCache;
import org.apache.flink.runtime.rest.handler.router.RouteResult;
import org.apache.flink.runtime.rest.handler.router.Router;
import org.apache.flink.runtime.rest.messages.JobsOverviewHeaders;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointConfigHeaders;
import org.apache.flink.runtime.webmonitor.RestfulGateway;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class RouteInterceptorTest {

    private static final String JOB = "/jobs/0123456789abcdef0123456789abcdef/";
    private static final Object FLINKS = new Object();

    private final Router<Object> flinks = new Router<>();
    private final RouteInterceptor routing =
            new RouteInterceptor(
                    new FlinkRuntime(Router.class.getClassLoader()).restParts(),
                    call -> null,
                    head -> Optional.empty(),
                    new StaticFileHandler("/ckptctl/", path -> Optional.empty()));

    @BeforeEach
    void startFlinksServer() {
        Duration timeout = Duration.ofSeconds(10);
        GatewayRetriever<RestfulGateway> noLeader = CompletableFuture::new;
        flinks.addGet(
                "/jobs/overview",
                new JobsOverviewHandler(
                        noLeader, timeout, Map.of(), JobsOverviewHeaders.getInstance()));
        flinks.addGet(
                "/jobs/:jobid/checkpoints/config",
                new CheckpointConfigHandler(
                        noLeader,
                        timeout,
                        Map.of(),
                        CheckpointConfigHeaders.getInstance(),
                        new DefaultExecutionGraphCache(timeout, timeout),
                        Runnable::run));
        flinks.notFound(new Object());
    }

    @Test
    void putsAllItsRoutesBeforeAFlinkThatHasNone() {
        for (RestRoute route : RestRoute.values()) {
            for (RestRoute.Place place : route.places()) {
                assertThat(isOurs(place.method(), path(place))).as("%s", place).isTrue();
                assertThat(isOurs(place.method(), "/v1" + path(place))).isTrue();
            }
        }
        assertThat(routing.displaced()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void reachesEveryChangeThroughAProxyThatPassesNoRareMethods(String method) {
        // when
        Set<RestRoute> reached = EnumSet.noneOf(RestRoute.class);
        for (RestRoute route : RestRoute.values()) {
            for (RestRoute.Place place : route.places()) {
                boolean isMeant = place.method().equals(method);
                if (isMeant && isOurs(method, path(place))) {
                    reached.add(route);
                }
            }
        }

        // then
        assertThat(reached)
                .containsAll(
                        Arrays.stream(RestRoute.values())
                                .filter(route -> !route.isRead())
                                .collect(Collectors.toList()));
    }

    @Test
    void leavesAPathToFlinkForTheMethodThatFlinkHasThere() {
        // given
        flinks.addPatch("/jobs/:jobid/checkpoints/configuration", FLINKS);
        flinks.addPatch("/v1/jobs/:jobid/checkpoints/configuration", FLINKS);

        // when, then
        assertThat(isOurs("PATCH", JOB + "checkpoints/configuration")).isFalse();
        assertThat(isOurs("PATCH", "/v1" + JOB + "checkpoints/configuration")).isFalse();
        assertThat(isOurs("GET", JOB + "checkpoints/configuration")).isTrue();
        assertThat(isOurs("PATCH", JOB + "checkpointing/configuration")).isTrue();
        assertThat(routing.displaced())
                .containsExactly(
                        "Flink has PATCH /jobs/:jobid/checkpoints/configuration of its own;"
                                + " ckptctl's is /jobs/:jobid/ckptctl/configuration");
    }

    @Test
    void comesBeforeARouteThatTakesAnyWordForAnId() {
        // given: as Flink has it
        flinks.addGet("/jobs/:jobid/checkpoints/:triggerid", FLINKS);

        // when, then
        assertThat(isOurs("GET", JOB + "checkpoints/configuration")).isTrue();
        assertThat(isOurs("GET", JOB + "checkpoints/0123456789abcdef")).isFalse();
        assertThat(routing.displaced()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET configuration",
                "PATCH configuration",
                "DELETE configuration",
                "POST configuration",
                "POST reset",
                "PUT reset",
                "POST suspend",
                "GET latest",
                "GET details/:checkpointid"
            })
    void hasAPathThatFlinkDoesNotHave(String route) {
        // given: a Flink that has it at both of the agent's paths
        String[] words = route.split(" ");
        HttpMethod method = HttpMethod.valueOf(words[0]);
        flinks.addRoute(method, "/jobs/:jobid/checkpoints/" + words[1], FLINKS);
        flinks.addRoute(method, "/jobs/:jobid/checkpointing/" + words[1], FLINKS);

        // when, then
        assertThat(isOurs(words[0], JOB + "checkpointing/" + words[1])).isFalse();
        assertThat(isOurs(words[0], JOB + "ckptctl/" + words[1])).isTrue();
        assertThat(isOurs(words[0], "/v1" + JOB + "ckptctl/" + words[1])).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ckptctl", "/ckptctl/", "/ckptctl/app.js", "/ckptctl/jobs.js"})
    void servesThePageBesideTheRoutes(String path) {
        assertThat(target("GET", path)).isInstanceOf(StaticFileHandler.class);
        assertThat(target("HEAD", path)).isInstanceOf(StaticFileHandler.class);
        assertThat(target("POST", path)).isNull();
        assertThat(target("GET", "/ckptctl/jobs")).isInstanceOf(RouteHandler.class);
    }

    @Test
    void leavesThePathOfThePageToFlinkWhereThereIsNone() {
        RouteInterceptor without =
                new RouteInterceptor(
                        new FlinkRuntime(Router.class.getClassLoader()).restParts(),
                        call -> null,
                        head -> Optional.empty(),
                        null);

        assertThat(target(without, "GET", "/ckptctl/")).isNull();
        assertThat(target(without, "GET", "/ckptctl")).isNull();
        assertThat(target(without, "GET", "/ckptctl/jobs")).isInstanceOf(RouteHandler.class);
    }

    private Object target(String method, String path) {
        return target(routing, method, path);
    }

    private Object target(RouteInterceptor interceptor, String method, String path) {
        RouteResult<?> route =
                (RouteResult<?>)
                        interceptor.route(flinks, HttpMethod.valueOf(method), path, Map.of());
        return route == null ? null : route.target();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ckptctl",
                "ckptctl/",
                "%63kptctl",
                "bc9714cf9bfd103dc4e22c22fda6e49d",
                "BC9714CF9BFD103DC4E22C22FDA6E49D/"
            })
    void keepsHttpFromTheOperatorThatStandsForTheAgent(String operator) {
        // given: as Flink has it
        for (String version : List.of("", "/v1")) {
            flinks.addPost(version + "/jobs/:jobid/coordinators/:operatorid", FLINKS);

            // when, then
            for (String word : List.of("coordinators/", "%63oordinators/")) {
                RouteResult<?> route =
                        (RouteResult<?>)
                                routing.route(
                                        flinks,
                                        HttpMethod.POST,
                                        version + JOB + word + operator,
                                        Map.of());
                assertThat(route).isNotNull();
                assertThat(route.target()).isInstanceOf(OperatorRequestFilter.class);
            }
        }
    }

    @Test
    void leavesEveryOtherOperatorToFlink() {
        // given
        flinks.addPost("/jobs/:jobid/coordinators/:operatorid", FLINKS);

        // when, then
        for (String operator : List.of("ckptctl2", "0".repeat(32), "%25", "a%2Fckptctl")) {
            assertThat(isOurs("POST", JOB + "coordinators/" + operator)).isFalse();
        }
    }

    private static String path(RestRoute.Place place) {
        return place.path().replace("/jobs/:jobid/", JOB);
    }

    private boolean isOurs(String method, String path) {
        // the Web UI's files, which Flink adds last
        flinks.addGet("/:*", FLINKS);
        RouteResult<?> route =
                (RouteResult<?>) routing.route(flinks, HttpMethod.valueOf(method), path, Map.of());
        if (route != null) {
            assertThat(route.target()).isInstanceOf(RouteHandler.class);
            if (path.contains(JOB)) {
                assertThat(route.pathParams()).containsEntry("jobid", JOB.split("/")[2]);
            }
        }
        return route != null;
    }
}
