// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.secret.PasswordHash;
import io.github.ckptctl.agent.http.server.JolokiaEndpoint;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/** The profiles as an operator would use them, with other paths and any free port. */
class ProfilesTest {

    private static final String PASSWORD = "correct horse";
    private static final String BEAN =
            CheckpointObjectNames.coordinator("job", "00112233445566778899aabbccddeeff").toString();
    private static final String READ =
            "{\"type\":\"read\",\"mbean\":\"" + BEAN + "\",\"attribute\":\"Timeout\"}";
    private static final String WRITE =
            "{\"type\":\"write\",\"mbean\":\""
                    + BEAN
                    + "\",\"attribute\":\"Timeout\",\"value\":777}";
    private static final String MEMORY =
            "{\"type\":\"read\",\"mbean\":\"java.lang:type=Memory\","
                    + "\"attribute\":\"HeapMemoryUsage\"}";

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private final List<String> changes = new ArrayList<>();

    @TempDir Path directory;

    static Stream<Path> profiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("profiles"))) {
            return files.sorted().collect(Collectors.toList()).stream();
        }
    }

    @BeforeEach
    void register() throws Exception {
        beans.registerMBean(coordinator(), new ObjectName(BEAN));
        beans.registerMBean(
                ManagementFactory.getMemoryMXBean(), new ObjectName("java.lang:type=Memory"));
        beans.registerMBean(
                ManagementFactory.getRuntimeMXBean(), new ObjectName("java.lang:type=Runtime"));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void holdOnlyKeysThatThereAreEachWithAnExplanation(Path profile) throws Exception {
        // when
        AgentOptions options = AgentOptions.of("config=" + profile, Map.of());
        HttpOptions.of(options);

        // then
        assertThat(options.faults()).isEmpty();
        List<String> lines = Files.readAllLines(profile);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("#") && !lines.get(i).isBlank()) {
                assertThat(lines.get(i - 1)).as("above " + lines.get(i)).startsWith("# ");
            }
        }
    }

    @Test
    void leaveNoOptionUnexplained() throws Exception {
        // given
        String reference = Files.readString(Path.of("..", "docs", "operations.md"));

        // then
        assertThat(AgentOptions.keys())
                .filteredOn(key -> key.startsWith("jolokia."))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(reference).contains("\n| `" + key + "` |"));
    }

    @Test
    void letOnePersonInByItsTokenWithTheLocalOne() throws Exception {
        // given
        JolokiaOptions options = options("local").withTokenFile(directory.resolve("token"));

        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(options, beans)) {
            // then
            String token = Files.readString(directory.resolve("token")).trim();
            assertThat(endpoint.url()).startsWith("http://127.0.0.1:");
            assertThat(status(endpoint, "Bearer " + token, WRITE)).isEqualTo(200);
            assertThat(status(endpoint, "Bearer guess", WRITE)).isEqualTo(401);
            assertThat(status(endpoint, "Bearer " + token, MEMORY)).isEqualTo(403);
            assertThat(changes).containsExactly("setTimeout");
        }
    }

    @Test
    void letUsersInOverTlsWithTheOneForClusters() throws Exception {
        // given
        users("users", line("ada", "admin"), line("vera", "viewer"));
        certificate();

        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(options("in-cluster-tls"), beans)) {
            // then
            assertThat(endpoint.url()).startsWith("https://");
            assertThat(endpoint.tokenFile()).isNull();
            assertThat(status(endpoint, basic("ada"), WRITE)).isEqualTo(200);
            assertThat(status(endpoint, basic("vera"), READ)).isEqualTo(200);
            assertThat(status(endpoint, basic("vera"), WRITE)).isEqualTo(403);
            assertThat(status(endpoint, basic("nobody"), READ)).isEqualTo(401);
            assertThat(changes).containsExactly("setTimeout");
        }
    }

    @Test
    void letACollectorReadAndChangeNothingWithTheReadOnlyOne() throws Exception {
        // given
        users("monitoring", line("collector", "viewer"));

        try (JolokiaEndpoint endpoint =
                JolokiaEndpoint.start(options("read-only-monitoring"), beans)) {
            // then
            assertThat(endpoint.tokenFile()).isNull();
            assertThat(status(endpoint, basic("collector"), READ)).isEqualTo(200);
            assertThat(status(endpoint, basic("collector"), MEMORY)).isEqualTo(200);
            assertThat(status(endpoint, basic("collector"), MEMORY.replace("Memory", "Runtime")))
                    .isEqualTo(403);
            assertThat(status(endpoint, basic("collector"), WRITE)).isEqualTo(403);
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void showValidLinesButNoUserInTheExample() throws Exception {
        // given
        String example = Files.readString(Path.of("users.example"));
        String hash = PasswordHash.of(PASSWORD.toCharArray()).toString();
        Path file = secret(directory.resolve("users"), example);
        JolokiaOptions options = JolokiaOptions.defaults().withPort(0).withUsersFile(file);

        // then
        assertThatIOException()
                .isThrownBy(() -> JolokiaEndpoint.start(options, beans))
                .withMessageContaining("names no user");
        secret(
                file,
                example.replace("pbkdf2-sha256$600000$<salt>$<hash>", hash)
                        .replace("<hash>", "A".repeat(43))
                        .replaceAll("(?m)^#(?=[a-z]+:)", ""));
        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(options, beans)) {
            assertThat(status(endpoint, basic("ada"), WRITE)).isEqualTo(200);
        }
    }

    /** Returns a profile's options, with the test's directory for the machine's. */
    private JolokiaOptions options(String profile) throws IOException {
        String text = Files.readString(Path.of("profiles", profile + ".properties"));
        Path file =
                Files.writeString(
                        directory.resolve("agent.properties"),
                        text.replace("/etc/ckptctl/users/", directory + "/")
                                .replace("/etc/ckptctl/tls/", directory + "/"));
        AgentOptions options = AgentOptions.of("jolokia.port=0,config=" + file, Map.of());
        JolokiaOptions http = HttpOptions.of(options);
        assertThat(options.faults()).isEmpty();
        return http;
    }

    private void users(String name, String... lines) throws IOException {
        secret(directory.resolve(name), String.join("\n", lines));
    }

    private static String line(String name, String role) {
        return name + ":" + role + ":" + PasswordHash.of(PASSWORD.toCharArray());
    }

    private static String basic(String name) {
        byte[] pair = (name + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Writes a file as a secret is mounted. */
    private static Path secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private int status(JolokiaEndpoint endpoint, String login, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(endpoint.url()))
                        .header("Authorization", login)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpClient.Builder client = HttpClient.newBuilder();
        if (endpoint.url().startsWith("https")) {
            client.sslContext(trusting());
        }
        return client.build().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Makes tls.crt, tls.key and ca.crt as they would be mounted. */
    private void certificate() throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=flink-jobmanager",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                directory.resolve("server.p12").toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore store = store();
        String certificate = pem("CERTIFICATE", store.getCertificate("server").getEncoded());
        Files.writeString(directory.resolve("tls.crt"), certificate);
        Files.writeString(directory.resolve("ca.crt"), certificate);
        secret(
                directory.resolve("tls.key"),
                pem("PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store().getCertificate("server"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(directory.resolve("server.p12"))) {
            store.load(stream, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder().encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    private CheckpointCoordinatorMXBean coordinator() {
        return (CheckpointCoordinatorMXBean)
                Proxy.newProxyInstance(
                        CheckpointCoordinatorMXBean.class.getClassLoader(),
                        new Class<?>[] {CheckpointCoordinatorMXBean.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().startsWith("set")) {
                                changes.add(method.getName());
                            }
                            return method.getReturnType() == long.class ? 0L : null;
                        });
    }
}
