// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Test of the JDK's HTTP server in a JVM in which other code uses it too, and has set its
 * properties.
 */
class ServerCopyTest {

    private static final String LONG_HEADER = "x".repeat(20_000);

    private final Properties before = (Properties) System.getProperties().clone();

    private HttpServer another;

    @TempDir Path directory;

    @BeforeEach
    void beThereFirst() throws Exception {
        // as the Prometheus client does it
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
        System.setProperty("sun.net.httpserver.maxRspTime", "600");
        System.clearProperty("sun.net.httpserver.maxReqHeaderSize");
        another = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        another.createContext("/", exchange -> exchange.sendResponseHeaders(204, -1));
        another.start();
    }

    @AfterEach
    void restore() {
        another.stop(0);
        System.setProperties(before);
    }

    @Test
    void hasLimitsOfItsOwn() throws Exception {
        // when
        HttpServerProvider provider = ServerCopy.of(HttpServer.class.getModule());

        // then
        assertThat(((ServerCopy) provider.getClass().getClassLoader()).unknown()).isEmpty();
        assertThat(limit(provider, "noDelay")).isEqualTo(true);
        assertThat(limit(provider, "getMaxReqTime")).isEqualTo(10L);
        assertThat(limit(provider, "getMaxRspTime")).isEqualTo(30L);
        assertThat(limit(provider, "getMaxConnections")).isEqualTo(1000);
        assertThat(limit(provider, "getMaxReqHeaderSize")).isEqualTo(16_384);
    }

    @Test
    void leavesTheLastWordToTheCommandLine() {
        // when
        Map<String, String> limits =
                ServerCopy.limits(
                        List.of(
                                "-Xmx1g",
                                "-Dsun.net.httpserver.maxReqTime=120",
                                "-Dsun.net.httpserver.maxReqTime",
                                "-Dother=1"));

        // then
        assertThat(limits)
                .containsEntry("sun.net.httpserver.maxReqTime", "120")
                .containsEntry("sun.net.httpserver.nodelay", "true")
                .hasSameSizeAs(ServerCopy.LIMITS);
    }

    @Test
    void holdsThemWhileAnotherServerDoesNot() throws Exception {
        try (EndpointFixture fixture = new EndpointFixture(directory)) {
            // when
            String answer = answer(fixture, "X: " + LONG_HEADER + "\r\n\r\n");
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:" + another.getAddress().getPort()))
                            .header("X", LONG_HEADER)
                            .build();
            HttpResponse<Void> answerOfTheOther =
                    HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding());

            // then
            assertThat(answer).doesNotContain("HTTP/1.1 401");
            assertThat(answerOfTheOther.statusCode()).isEqualTo(204);
            fixture.assertUntouchedAndWell();
        }
    }

    @Test
    void endsARequestThatDoesNotComeAlsoWhenTheQueueIsEmpty() throws Exception {
        try (EndpointFixture fixture = new EndpointFixture(directory)) {
            // then
            assertThat(answer(fixture, "X: ")).isEmpty();
        }
    }

    /** Returns what is received until the server closes the connection; fails if it does not. */
    private static String answer(EndpointFixture fixture, String rest) throws Exception {
        try (Socket socket = new Socket(fixture.root().getHost(), fixture.root().getPort())) {
            socket.setSoTimeout(120_000);
            String request = "GET /jolokia/version HTTP/1.1\r\n" + fixture.host() + "\r\n" + rest;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            // it closed the connection before it had read all
            return "";
        }
    }

    @Test
    void leavesThePropertiesAsTheyAre() {
        // given
        Properties found = (Properties) System.getProperties().clone();

        // when
        ServerCopy.of(HttpServer.class.getModule());

        // then
        assertThat(System.getProperties()).isEqualTo(found);
    }

    @Test
    void takesNoProviderThatAnotherHasNamed() {
        // given: Jetty has one, for example
        System.setProperty("com.sun.net.httpserver.HttpServerProvider", "no.such.Provider");

        // then
        assertThat(ServerCopy.of(HttpServer.class.getModule()).getClass().getClassLoader())
                .isInstanceOf(ServerCopy.class);
    }

    @Test
    void sharesTheJvmsServerWhereNoCopyCanBeMade() {
        // when: a module without the classes
        HttpServerProvider provider = ServerCopy.of(Object.class.getModule());

        // then
        assertThat(provider).isSameAs(HttpServerProvider.provider());
    }

    /** Reads a limit from the copy's own class, of which the JDK makes nothing public. */
    private static Object limit(HttpServerProvider provider, String name) throws Exception {
        Method method =
                provider.getClass()
                        .getClassLoader()
                        .loadClass("sun.net.httpserver.ServerConfig")
                        .getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(null);
    }
}
