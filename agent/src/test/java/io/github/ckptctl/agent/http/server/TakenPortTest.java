// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import com.sun.net.httpserver.HttpServer;
import io.github.ckptctl.agent.http.JolokiaOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.management.MBeanServerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class TakenPortTest {

    private static final String JOLOKIA =
            "{\"request\":{\"type\":\"version\"},\"value\":{\"agent\":\"2.3.0\",\"protocol\":"
                    + "\"8.0\",\"id\":\"4769b07b-jvm\"},\"status\":200}";

    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @TempDir Path directory;

    @AfterEach
    void forgetJolokia() {
        System.clearProperty("jolokia.agent");
    }

    @Test
    void isOfSomethingElseThanHttp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, loopback)) {
            assertThat(TakenPort.answer(loopback, silent.getLocalPort()))
                    .isEqualTo("something answers there that does not speak HTTP without TLS");
        }
    }

    @Test
    void isOfAnotherJobManager() throws Exception {
        try (EndpointFixture other = new EndpointFixture(directory)) {
            assertThat(TakenPort.answer(loopback, other.root().getPort()))
                    .isEqualTo("another JobManager's ckptctl answers there");
        }
    }

    @Test
    void isOfAnHttpServer() throws Exception {
        assertThat(answerTo("hello", "Server", "nginx\u001b[2J"))
                .startsWith("an HTTP server answers there");
        assertThat(answerTo("hello", "Server", "nginx/1.27"))
                .isEqualTo("an HTTP server answers there (nginx/1.27)");
    }

    @Test
    void isOfAJolokiaWithoutALogin() throws Exception {
        assertThat(answerTo(JOLOKIA, "X", "y"))
                .isEqualTo("a Jolokia 2.3.0 answers there without a login");
    }

    @Test
    void isOfAJolokiaInThisJvm() throws Exception {
        HttpServer server = server(JOLOKIA, "X", "y");
        int port = server.getAddress().getPort();
        System.setProperty("jolokia.agent", "http://127.0.0.1:" + port + "/jolokia");
        try {
            // when
            JolokiaOptions options =
                    JolokiaOptions.defaults()
                            .withPort(port)
                            .withTokenFile(directory.resolve("token"));

            // then
            assertThatIOException()
                    .isThrownBy(
                            () ->
                                    JolokiaEndpoint.start(
                                            options, MBeanServerFactory.newMBeanServer()))
                    .withMessageContaining("jolokia.port=" + port + " on 127.0.0.1 cannot be bound")
                    .withMessageContaining("a Jolokia 2.3.0 answers there without a login")
                    .withMessageContaining("it is in this JVM")
                    .withMessageContaining("jmx.changes=false")
                    .withMessageEndingWith("name another port, or 0 for any free one");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void hasNoOwnerWhereNothingListens() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, loopback)) {
            port = gone.getLocalPort();
        }
        assertThat(TakenPort.answer(loopback, port)).isEmpty();
    }

    private String answerTo(String body, String header, String value) throws Exception {
        HttpServer server = server(body, header, value);
        try {
            return TakenPort.answer(loopback, server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private HttpServer server(String body, String header, String value) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set(header, value);
                    exchange.sendResponseHeaders(200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
