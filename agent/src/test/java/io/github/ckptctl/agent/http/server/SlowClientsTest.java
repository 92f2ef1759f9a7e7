// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.secret.TestingHashes;
import io.github.ckptctl.agent.http.tls.TlsOptions;
import io.github.ckptctl.mbeans.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.exec;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.secret;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of clients that send nothing, or half of something, and stay, or disconnect. */
class SlowClientsTest {

    /** Number of clients, higher than the number of threads. */
    private static final int MANY = RequestExecutor.THREADS * 3 / 2;

    private static final String READ = read(BEAN, "Timeout");
    private static final String HALF_A_HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001";

    @TempDir Path directory;

    private final List<Socket> open = new ArrayList<>();

    private EndpointFixture fixture;

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016", HALF_A_HELLO})
    void servesOthersWhileManyHandshakesAreHalfDone(String sent) throws Exception {
        // given
        fixture = withTls();

        // when
        for (int i = 0; i < MANY; i++) {
            open(sent);
        }

        // then
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET /jolokia/version HTTP/1.1\r\n",
                "GET /jolokia/version HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
                "POST /jolokia/ HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "POST /jolokia/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\n{"
            })
    void servesOthersWhileManyRequestsAreHalfSent(String sent) throws Exception {
        // given
        fixture = new EndpointFixture(directory);

        // when
        for (int i = 0; i < MANY; i++) {
            open(sent);
        }

        // then
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(ints = {RequestExecutor.PARALLEL, MANY})
    void servesOthersWhileBodiesOfThoseWhoAreKnownAreHalfSent(int many) throws Exception {
        // given
        fixture = new EndpointFixture(directory);

        // when
        for (int i = 0; i < many; i++) {
            open(
                    "POST /jolokia/ HTTP/1.1\r\n"
                            + fixture.host()
                            + "\r\nAuthorization: Bearer "
                            + fixture.token
                            + "\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{");
        }

        // then
        fixture.assertUntouchedAndWell();
    }

    @Test
    void letsWhatWaitsBeInTheWayOfWhatWaitsAloneAndOfNoAdmin() throws Exception {
        // given
        Path users = TestingUsers.file(directory);
        fixture = new EndpointFixture(directory, options -> options.withUsersFile(users));
        CountDownLatch go = new CountDownLatch(1);
        fixture.coordinator.during(() -> awaitUninterrupted(go));
        String operator = TestingUsers.login(Role.OPERATOR);
        String admin = TestingUsers.login(Role.ADMIN);
        String quiesce = exec(BEAN, "quiesce", "[3600000]");
        fixture.postAs(operator, READ);
        fixture.postAs(admin, READ);

        // when
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < RequestLimiter.WAITING; i++) {
            waiting.add(status(operator, quiesce));
        }
        awaitInside(RequestLimiter.WAITING);

        // then
        for (int i = 0; i < 3 * RequestExecutor.PARALLEL; i++) {
            assertThat(fixture.postAs(operator, READ).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> oneMore = fixture.postAs(operator, quiesce);
        assertThat(oneMore.statusCode()).isEqualTo(503);
        assertThat(oneMore.body()).contains("8 operations wait already");
        waiting.add(status(admin, quiesce));
        awaitInside(RequestLimiter.WAITING + 1);

        // when: a request that does not wait does not end either
        for (int i = 0; i < RequestExecutor.PARALLEL; i++) {
            waiting.add(status(operator, exec(BEAN, "resume", "[]")));
        }
        awaitInside(RequestLimiter.WAITING + 1 + RequestExecutor.PARALLEL);

        // then
        assertThat(fixture.postAs(operator, READ).statusCode()).isEqualTo(503);
        assertThat(fixture.postAs(admin, READ).statusCode()).isEqualTo(200);
        go.countDown();
        for (CompletableFuture<Integer> one : waiting) {
            assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(200);
        }
        fixture.coordinator.during(() -> {});
        fixture.coordinator.forget();
        assertThat(fixture.postAs(operator, READ).statusCode()).isEqualTo(200);
    }

    private void awaitInside(int many) {
        await("operations under way")
                .atMost(Duration.ofSeconds(30))
                .until(() -> fixture.coordinator.changes().size() == many);
    }

    private CompletableFuture<Integer> status(String login, String request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return fixture.postAs(login, request).statusCode();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void servesOthersAfterManyHaveHungUp(boolean tls) throws Exception {
        // given
        fixture = tls ? withTls() : new EndpointFixture(directory);

        // when
        for (int i = 0; i < MANY; i++) {
            open(tls ? HALF_A_HELLO : "GET /jolokia/ver");
        }
        for (Socket socket : open) {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        // then
        fixture.assertUntouchedAndWell();
    }

    @Test
    void servesAgainAfterMoreThanItCanHold() throws Exception {
        // given
        fixture = withTls();

        // when
        for (int i = 0; i < RequestExecutor.THREADS + RequestExecutor.WAITING + 100; i++) {
            open(HALF_A_HELLO);
        }
        for (Socket socket : open) {
            socket.close();
        }

        // then
        awaitServed();
        fixture.assertUntouchedAndWell();
    }

    @Test
    void forgetsClientsThatLeaveBeforeTheAnswer() throws Exception {
        // given
        fixture = new EndpointFixture(directory);
        String request =
                "GET /jolokia/list HTTP/1.1\r\n"
                        + fixture.host()
                        + "\r\nAuthorization: Bearer "
                        + fixture.token
                        + "\r\n\r\n";

        // when
        for (int i = 0; i < MANY; i++) {
            Socket socket = open(request);
            socket.setSoLinger(true, 0);
            socket.close();
        }

        // then
        awaitServed();
        fixture.assertUntouchedAndWell();
    }

    @Test
    void neverHangsUpOnARequestThatIsServed() throws Exception {
        // given
        fixture = new EndpointFixture(directory);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        fixture.coordinator.during(
                () -> {
                    inside.countDown();
                    awaitUninterrupted(go);
                });
        CompletableFuture<Integer> served =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return fixture.post(exec(BEAN, "resetSettings", "[]")).statusCode();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
        awaitUninterrupted(inside);

        // when
        for (int i = 0; i < MANY; i++) {
            open("GET /jolokia/");
        }
        int meanwhile = fixture.get("/jolokia/version").statusCode();
        go.countDown();

        // then
        assertThat(meanwhile).isEqualTo(200);
        assertThat(served.join()).isEqualTo(200);
        fixture.coordinator.during(() -> {});
        fixture.coordinator.forget();
        fixture.assertUntouchedAndWell();
    }

    @Test
    void keepsSlowClientsWhileThereAreThreadsForOthers() throws Exception {
        // given
        fixture = new EndpointFixture(directory);
        Socket slow = open("GET /jolokia/version HTTP/1.1\r\n" + fixture.host() + "\r\n");

        // when
        long began = System.nanoTime();
        int others = 0;
        while (others < 2 * RequestExecutor.THREADS
                || System.nanoTime() - began < 4 * RequestExecutor.PATIENCE.toNanos()) {
            assertThat(fixture.get("/jolokia/version").statusCode()).isEqualTo(200);
            others++;
        }
        slow.getOutputStream()
                .write(
                        ("Connection: close\r\nAuthorization: Bearer " + fixture.token + "\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));

        // then
        assertThat(answer(slow)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void neverHangsUpOnAPasswordThatIsChecked() throws Exception {
        // given
        String expensive =
                TestingHashes.password(
                        "oscar", "operator", TestingUsers.PASSWORD, 30 * TestingHashes.CHEAPEST);
        Path users = secret(directory.resolve("users"), expensive);
        fixture = new EndpointFixture(directory, options -> options.withUsersFile(users));

        // when
        CompletableFuture<Integer> login = status(TestingUsers.login(Role.OPERATOR), READ);
        while (!login.isDone()) {
            Socket first = open("GET /jolokia/");
            for (int i = 0; i < MANY; i++) {
                open("GET /jolokia/");
            }
            assertThat(answer(first)).isEmpty();
        }

        // then
        assertThat(login.get(60, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void servesOrRejectsEachOfManyAtOnce() throws Exception {
        // given
        fixture = new EndpointFixture(directory);
        String request =
                "GET /jolokia/version HTTP/1.1\r\n"
                        + fixture.host()
                        + "\r\nConnection: close\r\nAuthorization: Bearer "
                        + fixture.token
                        + "\r\n\r\n";

        // when
        for (int i = 0; i < MANY; i++) {
            open(request);
        }

        // then
        for (Socket socket : open) {
            assertThat(answer(socket)).matches("(?s)HTTP/1.1 (200|503) .*");
        }
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @CsvSource({"400, 100", "1, 20000", "1000, 40"})
    void endsAConversationWithEndlessHeaders(int headers, int length) throws Exception {
        // given
        fixture = new EndpointFixture(directory);
        StringBuilder request = new StringBuilder("GET /jolokia/version HTTP/1.1\r\n");
        for (int i = 0; i < headers; i++) {
            request.append("X-").append(i).append(": ").append("x".repeat(length)).append("\r\n");
        }
        request.append("\r\n");

        // when
        String answer = answer(open(request.toString()));

        // then
        assertThat(answer).doesNotContain("HTTP/1.1 200");
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: abc",
                "Content-Length: 2147483647",
                "Transfer-Encoding: chunked\r\n\r\nFFFFFFFF",
                "Transfer-Encoding: chunked\r\n\r\nnonsense",
                "Transfer-Encoding: gzip"
            })
    void runsNothingOfABodyWithALyingLength(String header) throws Exception {
        // given
        fixture = new EndpointFixture(directory);

        // when
        Socket socket =
                open(
                        "POST /jolokia/ HTTP/1.1\r\n"
                                + fixture.host()
                                + "\r\nAuthorization: Bearer "
                                + fixture.token
                                + "\r\nContent-Type: application/json\r\n"
                                + header
                                + "\r\n\r\n"
                                + write(BEAN, "Timeout", "1"));
        socket.shutdownOutput();
        String answer = answer(socket);

        // then
        assertThat(answer).doesNotContain("HTTP/1.1 200");
        fixture.assertUntouchedAndWell();
    }

    @Test
    void takesNoSecondRequestOutOfABody() throws Exception {
        // given
        fixture = new EndpointFixture(directory);
        String hidden =
                "POST /jolokia/ HTTP/1.1\r\n"
                        + fixture.host()
                        + "\r\nAuthorization: Bearer "
                        + fixture.token
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

        // when
        Socket socket =
                open(
                        "POST /jolokia/ HTTP/1.1\r\n"
                                + fixture.host()
                                + "\r\nContent-Length: 4\r\nContent-Length: "
                                + hidden.length()
                                + "\r\nConnection: close\r\n\r\n"
                                + hidden);
        socket.shutdownOutput();

        // then
        assertThat(answer(socket)).doesNotContain("HTTP/1.1 200");
        fixture.assertUntouchedAndWell();
    }

    private EndpointFixture withTls() throws Exception {
        Path certificate =
                Files.writeString(
                        directory.resolve("tls.crt"), TestCertificates.certificate("server"));
        Path key = secret(directory.resolve("tls.key"), TestCertificates.key("server"));
        return new EndpointFixture(
                directory,
                options -> options.withTls(TlsOptions.pem(certificate, key)),
                HttpClient.newBuilder().sslContext(TestCertificates.client("", "server")).build());
    }

    private Socket open(String sent) throws IOException {
        Socket socket = new Socket(fixture.root().getHost(), fixture.root().getPort());
        open.add(socket);
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "";
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitServed() {
        await("a request to be served")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> fixture.get("/jolokia/version").statusCode() == 200);
    }
}
