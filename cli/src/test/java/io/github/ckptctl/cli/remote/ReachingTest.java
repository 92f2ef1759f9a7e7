// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.remote;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.ckptctl.cli.outcome.CliException;
import io.github.ckptctl.cli.outcome.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Test of the messages if another server than the agent responds, or none does. */
class ReachingTest {

    private static final String PASSWORD = "changeit";

    @TempDir Path directory;

    private HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        System.clearProperty("http.proxyHost");
        System.clearProperty("http.proxyPort");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "302 | Location: https://jm.example:8778/jolokia/ | | redirects (302) to"
                        + " https://jm.example:8778/jolokia/; name that address",
                "307 | Location: http://other/ | | redirects (307) to http://other/",
                "407 | Proxy-Authenticate: Basic | | a proxy answered 407; without the proxy"
                        + " properties in CKPTCTL_JAVA_OPTS",
                "502 | Via: 1.1 squid | <html> | a proxy (1.1 squid) answered 502",
                "400 | Server: nginx | The plain HTTP request was sent to HTTPS port | its port"
                        + " speaks HTTPS: write https://",
                "404 | Server: x | {\"errors\":[\"Not found: /jolokia/\"]} | Flink's REST port: it"
                        + " answered 404; the agent has a port of its own",
                "200 | Server: nginx | <html> | is not ckptctl: it answered 200 (nginx)"
            })
    void saysWhoAnswersInsteadOfTheAgent(int status, String header, String body, String words)
            throws Exception {
        // given
        int port = serve(HttpServer.create(loopback(), 0), status, header, body);

        // then
        assertThatThrownBy(() -> call("http://127.0.0.1:" + port, new Tls(null, null, "")))
                .hasMessageContaining(words)
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.NO_CONNECTION));
    }

    @Test
    void repeatsWhatTheAgentSaysOfTheHostThatWasAsked() throws Exception {
        // given
        int port =
                serve(
                        HttpServer.create(loopback(), 0),
                        421,
                        "Server: x",
                        "{\"status\":421,\"error\":\"the Host header names another host than this"
                                + " one: jm.example; use 127.0.0.1\"}");

        // then
        assertThatThrownBy(() -> call("http://127.0.0.1:" + port, new Tls(null, null, "")))
                .hasMessageStartingWith("the Host header names another host")
                .hasMessageContaining("jm.example")
                .satisfies(e -> assertThat(code(e)).isEqualTo(ExitCode.REFUSED));
    }

    @Test
    void distinguishesPlainHttpFromHttps() throws Exception {
        // given
        Path store = directory.resolve("server.p12");
        Path authority = keyStore(store, "PKCS12", "san=dns:jm.example");
        int plain = serve(HttpServer.create(loopback(), 0), 200, "Server: x", "{\"status\":200}");

        // then
        assertThatThrownBy(() -> call("https://127.0.0.1:" + plain, new Tls(authority, null, "")))
                .hasMessageContaining("plain HTTP, write http://127.0.0.1:" + plain + "/jolokia/");

        // given
        server.stop(0);
        HttpsServer secure = HttpsServer.create(loopback(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        int port = serve(secure, 200, "Server: x", "{\"status\":200}");

        // then
        assertThatThrownBy(() -> call("http://127.0.0.1:" + port, new Tls(null, null, "")))
                .hasMessageContaining("as a port does that speaks HTTPS")
                .hasMessageContaining("write https://127.0.0.1:" + port + "/jolokia/");

        // and: a name that the certificate does not have, and no trusted certificate
        assertThatThrownBy(() -> call("https://127.0.0.1:" + port, new Tls(authority, null, "")))
                .hasMessageContaining("its certificate is for other names than 127.0.0.1")
                .hasMessageNotContaining("--ca-file");
        assertThatThrownBy(() -> call("https://127.0.0.1:" + port, new Tls(null, null, "")))
                .hasMessageContaining("this Java does not trust its certificate; --ca-file");
    }

    @Test
    void saysWhenAnotherProtocolAnswers() throws Exception {
        // given
        try (ServerSocket ssh = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            CompletableFuture<Void> greeting =
                    CompletableFuture.runAsync(
                            () -> {
                                try (Socket client = ssh.accept()) {
                                    client.getOutputStream()
                                            .write("SSH-2.0-x\r\n\r\n".getBytes("US-ASCII"));
                                    client.shutdownOutput();
                                    done.join();
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });

            // then
            assertThatThrownBy(
                            () ->
                                    call(
                                            "http://127.0.0.1:" + ssh.getLocalPort(),
                                            new Tls(null, null, "")))
                    .hasMessageContaining("does not speak HTTP");
            done.complete(null);
            greeting.get(2, TimeUnit.MINUTES);
        }
    }

    @Test
    void asksAProxyOfTheJvmsPropertiesAndNoneOfTheEnvironment() throws Exception {
        // given: a proxy that cannot reach any host
        LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
        server = HttpServer.create(loopback(), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestURI().toString());
                    exchange.getResponseHeaders().set("Via", "1.1 proxy.example");
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        server.start();
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(server.getAddress().getPort()));

        // then
        assertThatThrownBy(() -> call("http://jm.invalid:8778", new Tls(null, null, "")))
                .hasMessageContaining("a proxy (1.1 proxy.example) answered 503");
        assertThat(asked.poll(2, TimeUnit.MINUTES)).isEqualTo("http://jm.invalid:8778/jolokia/");

        // and: the environment is ignored, which is reported if it may be the reason
        assertThat(
                        Unreachable.why(
                                URI.create("http://jm.invalid:8778/jolokia/"),
                                new ConnectException("Connection refused"),
                                Map.of("http_proxy", "http://proxy:3128", "HTTPS_PROXY", "x")))
                .startsWith("Connection refused; HTTPS_PROXY, http_proxy of the environment is not")
                .contains("CKPTCTL_JAVA_OPTS", "-Dhttp.proxyHost=HOST");
        assertThat(
                        Unreachable.why(
                                URI.create("http://jm.invalid:8778/jolokia/"),
                                new ConnectException("Connection refused"),
                                Map.of("no_proxy", "*")))
                .isEqualTo("Connection refused");
    }

    @Test
    void saysThatThereIsNoSuchHost() {
        assertThatThrownBy(() -> call("http://jm.invalid:8778", new Tls(null, null, "")))
                .hasMessageContaining("there is no host jm.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void readsFilesAsEditorsOfOtherSystemsLeaveThem(String charset) throws Exception {
        // given
        Path file = directory.resolve("token");
        Files.write(file, "\ufeffsecret\r\n".getBytes(Charset.forName(charset)));

        // then
        assertThat(FileText.read(file)).isEqualTo("secret\r\n");
    }

    @Test
    void saysWhatIsWrongWithAFileOfText() throws Exception {
        // given
        Path file = directory.resolve("token");
        Files.write(file, "secret".getBytes(StandardCharsets.UTF_16LE));

        // then
        assertThatThrownBy(() -> FileText.read(file))
                .hasMessageContaining("zero bytes")
                .hasMessageContaining("save it as UTF-8");
        assertThatThrownBy(() -> Login.token("sécret"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("a character that no token has")
                .hasMessageNotContaining("cret");
    }

    @Test
    void takesAuthoritiesAndStoresInTheFormsThatToolsWrite() throws Exception {
        // given
        Path store = directory.resolve("server.p12");
        Path pem = keyStore(store, "PKCS12", "san=ip:127.0.0.1");
        Path jks = directory.resolve("client.jks");
        Path clientPem = keyStore(jks, "JKS", "san=dns:client");
        Path der = directory.resolve("ca.der");
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Files.write(der, keys.getCertificate("mykey").getEncoded());
        Path wide = directory.resolve("ca-utf-16.pem");
        Files.write(wide, ("\ufeff" + Files.readString(pem)).getBytes(StandardCharsets.UTF_16LE));
        HttpsServer secure = HttpsServer.create(loopback(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        String url =
                "https://127.0.0.1:"
                        + serve(secure, 200, "Server: x", "{\"status\":200,\"value\":7}");

        // then
        for (Path authority : List.of(pem, der, wide)) {
            assertThat(call(url, new Tls(authority, jks, PASSWORD))).isEqualTo(7);
        }
        assertThatThrownBy(() -> call(url, new Tls(store, null, "")))
                .hasMessageContaining(store.toString())
                .hasMessageContaining("keytool -exportcert -rfc");
        assertThatThrownBy(() -> call(url, new Tls(pem, clientPem, PASSWORD)))
                .hasMessageContaining("it is PEM; openssl pkcs12 -export");
        Path nothing = Files.writeString(directory.resolve("nothing"), "nothing");
        assertThatThrownBy(() -> call(url, new Tls(nothing, null, "")))
                .hasMessageContaining("it holds no certificate (BEGIN CERTIFICATE)");
    }

    private int serve(HttpServer made, int status, String header, String body) {
        server = made;
        // a thread that waits for the rest of a request must not be the one that ends the server
        server.setExecutor(Executors.newCachedThreadPool(ReachingTest::daemon));
        String[] pair = header.split(": ", 2);
        byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().set(pair[0], pair[1]);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        server.start();
        return server.getAddress().getPort();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static long call(String url, Tls tls) {
        try (Agents agents = AgentSearch.at(List.of(url), Login.token("t"), tls)) {
            return agents.connections().get(0).call("bean", "go").getAsLong();
        }
    }

    private static ExitCode code(Throwable failure) {
        return ((CliException) failure).exitCode();
    }

    private static SSLContext context(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        return context;
    }

    /** Creates a store and returns its certificate's file. */
    private Path keyStore(Path store, String type, String names) throws Exception {
        Path pem = directory.resolve(store.getFileName() + ".pem");
        keytool(
                store,
                type,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=x",
                "-ext",
                names,
                "-keypass",
                PASSWORD);
        keytool(store, type, "-exportcert", "-rfc", "-file", pem.toString());
        return pem;
    }

    private static void keytool(Path store, String type, String... options) throws Exception {
        Process process =
                new ProcessBuilder(
                                Stream.concat(
                                                Stream.of(
                                                        Path.of(
                                                                        System.getProperty(
                                                                                "java.home"),
                                                                        "bin",
                                                                        "keytool")
                                                                .toString(),
                                                        options[0],
                                                        "-keystore",
                                                        store.toString(),
                                                        "-storetype",
                                                        type,
                                                        "-storepass",
                                                        PASSWORD),
                                                Arrays.stream(options).skip(1))
                                        .toList())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
