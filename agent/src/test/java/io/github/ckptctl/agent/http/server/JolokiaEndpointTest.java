// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.jolokia.JolokiaCall;
import org.jolokia.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.management.MBeanServerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.json;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

class JolokiaEndpointTest {

    @TempDir Path directory;

    @Test
    void returnsItsAddress() throws Exception {
        try (EndpointFixture fixture = new EndpointFixture(directory)) {
            assertThat(fixture.endpoint.url()).matches("http://127\\.0\\.0\\.1:[0-9]+/jolokia/");
            assertThat(fixture.endpoint.tokenFile()).isEqualTo(directory.resolve("token"));
        }
    }

    @Test
    void describesItself() throws Exception {
        try (EndpointFixture fixture = new EndpointFixture(directory)) {
            // when
            JSONObject version = (JSONObject) json(fixture.get("/jolokia/version")).get("value");

            // then
            assertThat(version).containsEntry("agent", JolokiaCall.AGENT_VERSION);
            assertThat((JSONObject) version.get("info")).containsEntry("product", "ckptctl");
            assertThat((JSONObject) version.get("config"))
                    .containsOnly(entry("agentId", "ckptctl-" + ProcessHandle.current().pid()));
        }
    }

    @Test
    void leavesNothingBehindWhenClosed() throws Exception {
        // given
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        EndpointFixture fixture = new EndpointFixture(directory);
        fixture.post(write(BEAN, "Timeout", "777"));
        int port = fixture.root().getPort();

        // when
        fixture.close();
        fixture.close();

        // then
        assertThat(fixture.endpoint.tokenFile()).doesNotExist();
        new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(endpointThreadsSince(before)).isEmpty());
    }

    @Test
    void keepsNoJvmAlive() throws Exception {
        // given
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        try (EndpointFixture fixture = new EndpointFixture(directory)) {
            // when
            fixture.post(write(BEAN, "Timeout", "777"));

            // then
            assertThat(endpointThreadsSince(before)).isNotEmpty().allMatch(Thread::isDaemon);
        }
    }

    @Test
    void startsAgainAfterItWasClosed() throws Exception {
        // given
        new EndpointFixture(directory).close();

        // when
        try (EndpointFixture again = new EndpointFixture(directory)) {
            // then
            assertThat(again.post(write(BEAN, "Timeout", "777")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void letsTheRequestThatClosesItHaveItsAnswer() throws Exception {
        // given
        EndpointFixture fixture = new EndpointFixture(directory);
        fixture.coordinator.during(
                () -> {
                    try {
                        fixture.endpoint.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });

        // when
        HttpResponse<String> response = fixture.post(exec(BEAN, "resetSettings", "[]"));

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fixture.endpoint.tokenFile()).doesNotExist();
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        // given
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket taken = new ServerSocket(0, 1, loopback)) {
            Path token = directory.resolve("token");
            JolokiaOptions options =
                    JolokiaOptions.defaults().withPort(taken.getLocalPort()).withTokenFile(token);

            // then
            assertThatIOException()
                    .isThrownBy(() -> start(options))
                    .withMessageContaining("jolokia.port=" + taken.getLocalPort())
                    .withMessageContaining("in use");
            assertThat(token).doesNotExist();
        }
    }

    @Test
    void bindsNothingWithoutItsToken() throws Exception {
        // given
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        JolokiaOptions options =
                JolokiaOptions.defaults()
                        .withPort(port)
                        .withTokenFile(directory.resolve("missing").resolve("token"));

        // then
        assertThatIOException()
                .isThrownBy(() -> start(options))
                .withMessageContaining("jolokia.tokenFile");
        new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
    }

    @Test
    void staysOnLoopbackWithoutCredentialsOfTheOperators() {
        // given
        JolokiaOptions options =
                JolokiaOptions.defaults().withPort(0).withHost("0.0.0.0").withPlainRemote(true);

        // then
        assertThatIOException()
                .isThrownBy(() -> start(options))
                .withMessageContaining("jolokia.host=0.0.0.0")
                .withMessageContaining("jolokia.usersFile");
    }

    @Test
    void staysOnLoopbackWithoutTlsByDefault() {
        // given
        JolokiaOptions options =
                JolokiaOptions.defaults()
                        .withPort(0)
                        .withHost("0.0.0.0")
                        .withTokenFile(directory.resolve("token"));

        // then
        assertThatIOException()
                .isThrownBy(() -> start(options))
                .withMessageContaining("jolokia.host=0.0.0.0")
                .withMessageContaining("jolokia.tls.certificate")
                .withMessageContaining("jolokia.allowPlainRemote=true");
    }

    @Test
    void listensBeyondLoopbackWhenConfigured() throws Exception {
        // when
        try (EndpointFixture fixture =
                new EndpointFixture(
                        directory, options -> options.withHost("0.0.0.0").withPlainRemote(true))) {
            // then
            assertThat(fixture.endpoint.url()).startsWith("http://127.0.0.1:");
            assertThat(fixture.get("/jolokia/version").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysThatTheHostIsUnknown() {
        // given
        JolokiaOptions options = JolokiaOptions.defaults().withHost("no such host");

        // then
        assertThatIOException()
                .isThrownBy(() -> start(options))
                .withMessageContaining("jolokia.host=no such host");
    }

    @Test
    void answersUnavailableWhileAllWorkersAreBusy() throws Exception {
        // given: the holder of the token is an admin
        int places = RequestExecutor.PARALLEL + RequestLimiter.FOR_ADMINS;
        CountDownLatch inside = new CountDownLatch(places);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newCachedThreadPool();
        try (EndpointFixture fixture = new EndpointFixture(directory)) {
            fixture.coordinator.during(
                    () -> {
                        inside.countDown();
                        awaitUninterrupted(go);
                    });
            List<CompletableFuture<Integer>> busy = new ArrayList<>();
            for (int i = 0; i < places; i++) {
                busy.add(
                        CompletableFuture.supplyAsync(
                                () -> status(fixture, write(BEAN, "Timeout", "777")), clients));
            }
            awaitUninterrupted(inside);

            // when
            HttpResponse<String> tooMany = fixture.get("/jolokia/version");
            go.countDown();

            // then
            assertThat(tooMany.statusCode()).isEqualTo(503);
            assertThat(tooMany.headers().firstValue("Retry-After")).contains("1");
            assertThat(busy).allSatisfy(one -> assertThat(one.join()).isEqualTo(200));
            assertThat(fixture.get("/jolokia/version").statusCode()).isEqualTo(200);
        } finally {
            go.countDown();
            clients.shutdownNow();
        }
    }

    @Test
    void letsShortRequestsWaitForTheirTurn() throws Exception {
        // given: twice as many clients as are served at once, each with a hundred requests
        int clients = 2 * RequestExecutor.PARALLEL;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try (EndpointFixture fixture = new EndpointFixture(directory)) {
            String body = read(BEAN, "Timeout");

            // when
            List<CompletableFuture<Set<Integer>>> asking = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                asking.add(
                        CompletableFuture.supplyAsync(
                                () ->
                                        IntStream.range(0, 100)
                                                .mapToObj(n -> status(fixture, body))
                                                .collect(Collectors.toSet()),
                                threads));
            }

            // then
            assertThat(asking).allSatisfy(one -> assertThat(one.join()).containsOnly(200));
        } finally {
            threads.shutdownNow();
        }
    }

    private static int status(EndpointFixture fixture, String body) {
        try {
            return fixture.post(body).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Thread> endpointThreadsSince(Set<Thread> before) {
        List<Thread> threads = new ArrayList<>(Thread.getAllStackTraces().keySet());
        threads.removeAll(before);
        threads.removeIf(thread -> !isEndpoint(thread));
        return threads;
    }

    private static boolean isEndpoint(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group != null && group.getName().equals("ckptctl-http");
    }

    private static void start(JolokiaOptions options) throws IOException {
        JolokiaEndpoint.start(options, MBeanServerFactory.newMBeanServer()).close();
    }
}
