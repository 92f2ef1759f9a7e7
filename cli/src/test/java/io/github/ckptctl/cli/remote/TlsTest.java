// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test against a server that presents a certificate and requires one of the client. */
class TlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir static Path directory;

    private static HttpsServer server;
    private static Path store;
    private static Path pem;

    @BeforeAll
    static void start() throws Exception {
        store = directory.resolve("keys.p12");
        pem = directory.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", pem.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        KeyStore clients = KeyStore.getInstance("PKCS12");
        clients.load(null, null);
        clients.setCertificateEntry("client", keys.getCertificate("mykey"));
        trusted.init(clients);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                        wanted.setNeedClientAuth(true);
                        parameters.setSSLParameters(wanted);
                    }
                });
        server.createContext(
                "/jolokia/",
                exchange -> {
                    byte[] answer = "{\"status\":200,\"value\":7}".getBytes(StandardCharsets.UTF_8);
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, answer.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(answer);
                    }
                });
        server.start();
    }

    private static void keytool(String command, String... options) throws Exception {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                command,
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD));
        line.addAll(List.of(options));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void comesWithACertificateAndTrustsTheOneThatWasNamed() {
        assertThat(call(new Tls(pem, store, PASSWORD))).isEqualTo(7);
    }

    @Test
    void goesNowhereWithoutEither() {
        assertThatThrownBy(() -> call(new Tls(null, store, PASSWORD)))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NO_CONNECTION))
                .hasMessageContaining("--ca-file");
        assertThatThrownBy(() -> call(new Tls(pem, null, "")))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NO_CONNECTION));
        assertThatThrownBy(() -> call(new Tls(pem, store, "wrong")))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.USAGE));
        assertThatThrownBy(() -> call(new Tls(store, null, "")))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.USAGE));
    }

    private static long call(Tls tls) {
        String url = "https://127.0.0.1:" + server.getAddress().getPort() + "/jolokia/";
        try (Agents agents = AgentSearch.at(List.of(url), Login.token("t"), tls)) {
            return agents.connections().get(0).call("bean", "go").getAsLong();
        }
    }

    private static ExitCode code(Throwable failure) {
        return ((CliException) failure).exitCode();
    }
}
