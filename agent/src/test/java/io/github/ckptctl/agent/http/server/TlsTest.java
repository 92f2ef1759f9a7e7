// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.http.server;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.tls.ClientAuth;
import io.github.ckptctl.agent.http.tls.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.MBeanServerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.UnaryOperator;

import static io.github.ckptctl.agent.http.server.EndpointFixture.BEAN;
import static io.github.ckptctl.agent.http.server.EndpointFixture.read;
import static io.github.ckptctl.agent.http.server.EndpointFixture.secret;
import static io.github.ckptctl.agent.http.server.EndpointFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TlsTest {

    private static final String READ = read(BEAN, "Timeout");

    @TempDir Path directory;

    private EndpointFixture fixture;

    @AfterEach
    void stop() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "other-server"})
    void servesWithPemOfEitherKindOfKey(String server) throws Exception {
        // when
        start(server, ClientAuth.NONE, "");

        // then
        assertThat(fixture.endpoint.url()).startsWith("https://127.0.0.1:");
        fixture.assertUntouchedAndWell();
    }

    @Test
    void servesWithAPkcs12Store() throws Exception {
        // given
        Path store = directory.resolve("endpoint.p12");
        Files.copy(TestCertificates.store("server"), store);
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
        Path password = secret(directory.resolve("password"), TestCertificates.PASSWORD + "\n");

        // when
        start(TlsOptions.pkcs12(store, password), "");

        // then
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksBothVersionsOfToday(String version) throws Exception {
        // given
        start("server", ClientAuth.NONE, "");

        // when
        try (SSLSocket socket = socket(version)) {
            // then
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @CsvSource({"0x02, 0x00", "0x03, 0x00", "0x03, 0x01", "0x03, 0x02"})
    void rejectsOlderVersions(String major, String minor) throws Exception {
        // given
        start("server", ClientAuth.NONE, "");
        byte[] hello =
                clientHello(Integer.decode(major).byteValue(), Integer.decode(minor).byteValue());

        // when
        byte[] answer = sent(hello);

        // then: an alert or nothing, never a server's hello
        assertThat(answer.length == 0 || answer[0] == 21).isTrue();
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /jolokia/version HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                "POST /jolokia/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n\r\n{}",
                "\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "\u0016\u0003\u0001\u0000\u0005aaaaa",
                "\u0016\u0003\u0003\u00ff\u00ff"
            })
    void answersNoHttpOnTheTlsPort(String text) throws Exception {
        // given
        start("server", ClientAuth.NONE, "");

        // when
        byte[] answer = sent(text.getBytes(StandardCharsets.ISO_8859_1));

        // then
        assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                .doesNotContain("HTTP/", "ckptctl");
        fixture.assertUntouchedAndWell();
    }

    @Test
    void isNotBelievedByAClientThatKnowsAnotherServer() throws Exception {
        // given
        start("server", ClientAuth.NONE, "");
        HttpClient stranger =
                HttpClient.newBuilder()
                        .sslContext(TestCertificates.client("", "other-server"))
                        .build();

        // then
        assertThatThrownBy(
                        () ->
                                stranger.send(
                                        fixture.posting(READ).build(),
                                        HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
        fixture.assertUntouchedAndWell();
    }

    @Test
    void takesACertificateOfItsUsersForALogin() throws Exception {
        // given
        start("server", ClientAuth.REQUIRED, "client");

        // when
        HttpResponse<String> response = fixture.postAs("", write(BEAN, "Timeout", "777"));

        // then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(fixture.coordinator.callers()).containsExactly("http:ada");
        assertThat(fixture.audit.lines())
                .singleElement()
                .asString()
                .contains("principal=ada role=ADMIN login=certificate");
    }

    @Test
    void asksForALoginWhenTheCertificateNamesNoUser() throws Exception {
        // given
        start("server", ClientAuth.REQUIRED, "unknown");

        // when
        HttpResponse<String> response = fixture.postAs("", write(BEAN, "Timeout", "777"));

        // then
        fixture.assertRejected(response, 401);
    }

    @Test
    void believesTheHeaderBeforeTheCertificate() throws Exception {
        // given
        start("server", ClientAuth.OPTIONAL, "client");

        // then
        assertThat(fixture.postAs("Bearer " + TestingUsers.TOKEN, READ).statusCode())
                .isEqualTo(200);
        fixture.assertRejected(fixture.postAs("Bearer wrong", write(BEAN, "Timeout", "777")), 401);
    }

    @Test
    void takesAClientWithoutCertificateWhereItIsOptional() throws Exception {
        // given
        start("server", ClientAuth.OPTIONAL, "");

        // then
        assertThat(fixture.postAs("", READ).statusCode()).isEqualTo(401);
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @CsvSource({
        "'', REQUIRED",
        "expired, REQUIRED",
        "expired, OPTIONAL",
        "stranger, REQUIRED",
        "stranger, OPTIONAL"
    })
    void endsTheConnectionOfABadCertificate(String client, ClientAuth auth) throws Exception {
        // given
        start("server", auth, "client");
        SSLContext bad = TestCertificates.client(client, "server");

        // then
        assertThatIOException()
                .isThrownBy(
                        () ->
                                HttpClient.newBuilder()
                                        .sslContext(bad)
                                        .build()
                                        .send(
                                                fixture.posting(write(BEAN, "Timeout", "1"))
                                                        .build(),
                                                HttpResponse.BodyHandlers.ofString()));
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @CsvSource({"OPTIONAL, ''", "REQUIRED, ''", "REQUIRED, " + TestingUsers.TOKEN})
    void asksForALoginOnceItsAuthorityIsRemoved(ClientAuth auth, String token) throws Exception {
        // given
        start("server", auth, "client");
        try (SSLSocket kept = socket("TLSv1.2", "TLSv1.3")) {
            OutputStream out = kept.getOutputStream();
            InputStream in = kept.getInputStream();
            byte[] request = (head(token) + READ).getBytes(StandardCharsets.US_ASCII);
            out.write(request);
            assertThat(in.readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");

            // when
            trust("stranger");
            fixture.passTime(Duration.ofSeconds(1));
            out.write(request);

            // then
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("HTTP/1.1 401")
                    .containsIgnoringCase("Connection: close")
                    .doesNotContain("HTTP/1.1 200");
        }
        trust("ca");
        fixture.passTime(Duration.ofSeconds(1));
        fixture.assertUntouchedAndWell();
    }

    @Test
    void answersAClientThatIsRejectedBeforeItsBodyIsThere() throws Exception {
        // given
        start("server", ClientAuth.NONE, "");
        HeldSocket held = new HeldSocket(fixture.root().getHost(), fixture.root().getPort());
        try (Socket socket = secured(held)) {
            OutputStream out = socket.getOutputStream();
            out.write(head("wrong").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(12)).asString().isEqualTo("HTTP/1.1 401");

            // when: the rest comes together with the next request, in records of their own
            held.hold();
            out.write(READ.getBytes(StandardCharsets.US_ASCII));
            out.write((head(fixture.token) + READ).getBytes(StandardCharsets.US_ASCII));
            held.letGo();

            // then: the client has been notified that it needs another connection
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .containsIgnoringCase("Connection: close")
                    .doesNotContain("HTTP/1.1");
        }
        fixture.assertUntouchedAndWell();
    }

    @Test
    void keepsNoConnectionWithAnUnreadBody() throws Exception {
        // given
        start("server", ClientAuth.NONE, "");

        // when
        HttpResponse<String> answered =
                fixture.send(
                        fixture.request("/jolokia/version")
                                .method("GET", HttpRequest.BodyPublishers.ofString("{}")));

        // then
        assertThat(answered.statusCode()).isEqualTo(200);
        assertThat(answered.headers().firstValue("Connection")).contains("close");
        fixture.assertUntouchedAndWell();
    }

    @Test
    void keepsAConnectionWhoseRequestItHasRead() throws Exception {
        // given
        start("server", ClientAuth.NONE, "");

        // when
        HttpResponse<String> refused = fixture.post(write(BEAN, "NoSuch", "1"));
        HttpResponse<String> nobody =
                fixture.send(HttpRequest.newBuilder(fixture.root().resolve("/jolokia/version")));

        // then
        assertThat(refused.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(refused.headers().firstValue("Connection")).isEmpty();
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().firstValue("Connection")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ClientAuth.class)
    void showsNewClientsTheCertificateThatItsFileHasNow(ClientAuth auth) throws Exception {
        // given
        start("server", auth, auth == ClientAuth.REQUIRED ? "client" : "");
        assertThat(shownCertificate()).isEqualTo("CN=server");

        // when
        install("other-server");
        fixture.passTime(Duration.ofSeconds(1));

        // then
        assertThat(shownCertificate()).isEqualTo("CN=other server");
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate", "key", "half", "gone"})
    void keepsItsCertificateWhenTheNewFilesCannotBeUsed(String broken) throws Exception {
        // given
        start("server", ClientAuth.NONE, "");

        // when
        switch (broken) {
            case "certificate":
                Files.writeString(directory.resolve("tls.crt"), "nonsense");
                break;
            case "key":
                secret(directory.resolve("tls.key"), "nonsense");
                break;
            case "half":
                Files.writeString(
                        directory.resolve("tls.crt"), TestCertificates.certificate("other-server"));
                break;
            default:
                Files.delete(directory.resolve("tls.key"));
        }
        fixture.passTime(Duration.ofSeconds(1));

        // then
        assertThat(shownCertificate()).isEqualTo("CN=server");
        install("other-server");
        fixture.passTime(Duration.ofSeconds(1));
        assertThat(shownCertificate()).isEqualTo("CN=other server");
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @CsvSource({
        "no certificate, jolokia.tls.certificate",
        "foreign key, is not the key of the certificate in",
        "encrypted key, openssl pkey",
        "open key, chmod 600",
        "broken key, neither RSA nor EC",
        "no ca, jolokia.tls.clientCa",
        "no store, jolokia.tls.keystore",
        "wrong password, has another password than the one in"
    })
    void staysShutAndSaysWhatIsWrong(String fault, String message) throws Exception {
        // given
        install("server");
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        TlsOptions tls = TlsOptions.pem(certificate, key);
        switch (fault) {
            case "no certificate":
                Files.delete(certificate);
                break;
            case "foreign key":
                secret(key, TestCertificates.key("other-server"));
                break;
            case "encrypted key":
                secret(key, TestCertificates.key("server").replace("PRIVATE", "ENCRYPTED PRIVATE"));
                break;
            case "open key":
                Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
                break;
            case "broken key":
                secret(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
                break;
            case "no ca":
                tls = tls.withClients(directory.resolve("none"), ClientAuth.REQUIRED);
                break;
            default:
                Path store = directory.resolve("store.p12");
                if (fault.equals("wrong password")) {
                    Files.copy(TestCertificates.store("server"), store);
                    Files.setPosixFilePermissions(
                            store, PosixFilePermissions.fromString("rw-------"));
                }
                tls = TlsOptions.pkcs12(store, secret(directory.resolve("password"), "guess"));
        }
        JolokiaOptions options =
                JolokiaOptions.defaults()
                        .withPort(0)
                        .withTokenFile(directory.resolve("token"))
                        .withTls(tls);

        // then
        assertThatIOException()
                .isThrownBy(
                        () -> JolokiaEndpoint.start(options, MBeanServerFactory.newMBeanServer()))
                .withMessageContaining(message)
                .withMessageNotContaining("guess");
        assertThat(directory.resolve("token")).doesNotExist();
    }

    @Test
    void listensBeyondLoopbackWithUsersAndTls() throws Exception {
        // when
        start(
                "server",
                ClientAuth.NONE,
                "",
                options -> options.withHost("0.0.0.0").withTokenFile(directory.resolve("token")));

        // then
        fixture.assertUntouchedAndWell();
    }

    @ParameterizedTest
    @CsvSource({"https, 200", "http, 403"})
    void takesPagesOfItsOwnSchemeOnly(String scheme, int status) throws Exception {
        // given
        start("server", ClientAuth.NONE, "");

        // when
        HttpResponse<String> response =
                fixture.send(
                        fixture.posting(READ)
                                .header("Origin", scheme + "://" + fixture.root().getAuthority()));

        // then
        assertThat(response.statusCode()).isEqualTo(status);
        fixture.assertUntouchedAndWell();
    }

    private void start(String server, ClientAuth auth, String client) throws Exception {
        start(server, auth, client, options -> options);
    }

    private void start(
            String server, ClientAuth auth, String client, UnaryOperator<JolokiaOptions> more)
            throws Exception {
        install(server);
        TlsOptions tls = TlsOptions.pem(directory.resolve("tls.crt"), directory.resolve("tls.key"));
        if (auth != ClientAuth.NONE) {
            trust("ca");
            tls = tls.withClients(directory.resolve("ca.crt"), auth);
        }
        start(tls, client, more);
    }

    private void start(TlsOptions tls, String client) throws Exception {
        start(tls, client, options -> options);
    }

    private void start(TlsOptions tls, String client, UnaryOperator<JolokiaOptions> more)
            throws Exception {
        Path users = TestingUsers.file(directory);
        SSLContext context = TestCertificates.client(client, "server", "other-server");
        fixture =
                new EndpointFixture(
                        directory,
                        options -> more.apply(options.withTls(tls).withUsersFile(users)),
                        HttpClient.newBuilder().sslContext(context).build());
    }

    private void install(String server) throws Exception {
        Files.writeString(directory.resolve("tls.crt"), TestCertificates.certificate(server));
        secret(directory.resolve("tls.key"), TestCertificates.key(server));
    }

    private void trust(String authority) throws Exception {
        Files.writeString(
                directory.resolve("ca.crt"),
                "# who may vouch\n" + TestCertificates.certificate(authority));
    }

    private String shownCertificate() throws Exception {
        try (SSLSocket socket = socket("TLSv1.2", "TLSv1.3")) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    /** Returns the head of a request whose body is {@link #READ}. */
    private String head(String token) {
        return String.join(
                "\r\n",
                "POST /jolokia/ HTTP/1.1",
                fixture.host(),
                token.isEmpty() ? "X-Nothing: 1" : "Authorization: Bearer " + token,
                "Content-Type: application/json",
                "Content-Length: " + READ.length(),
                "",
                "");
    }

    private Socket secured(Socket socket) throws Exception {
        socket.setSoTimeout(10_000);
        return TestCertificates.client("client", "server")
                .getSocketFactory()
                .createSocket(socket, fixture.root().getHost(), fixture.root().getPort(), true);
    }

    private SSLSocket socket(String... versions) throws Exception {
        SSLContext context = TestCertificates.client("client", "server", "other-server");
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(fixture.root().getHost(), fixture.root().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(versions);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    /**
     * Sends bytes unchanged, ends, and returns what is received until the server closes the
     * connection.
     */
    private byte[] sent(byte[] bytes) throws IOException {
        try (Socket socket = new Socket(fixture.root().getHost(), fixture.root().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            return new byte[0];
        }
    }

    /** Returns a client's hello of a version before TLS 1.2, with suites that were common then. */
    private static byte[] clientHello(byte major, byte minor) {
        byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 2 + 4 + 2];
        hello[0] = 22;
        hello[1] = 3;
        hello[2] = minor;
        hello[4] = (byte) (hello.length - 5);
        hello[5] = 1;
        hello[8] = (byte) (hello.length - 9);
        hello[9] = major;
        hello[10] = minor;
        int suites = 11 + 32 + 1;
        hello[suites + 1] = 4;
        hello[suites + 3] = 0x2f;
        hello[suites + 5] = 0x35;
        hello[suites + 6] = 1;
        return hello;
    }
}
