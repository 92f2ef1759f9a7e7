// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.github.ckptctl.agent.ExampleOptions;
import io.github.ckptctl.agent.http.JolokiaOptions;
import io.github.ckptctl.agent.http.secret.PasswordHash;
import io.github.ckptctl.agent.http.server.JolokiaEndpoint;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Test that the agent starts with the options of the examples, and with the files as they are
 * mounted.
 */
class AgentOptionsTest {

    private static final String OPTION = "-javaagent:/opt/ckptctl/ckptctl-agent.jar";
    private static final String PASSWORD = "correct horse";

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    @TempDir Path directory;

    @Test
    void aNativeSessionListensOnLoopbackWithAToken() throws Exception {
        // given
        JolokiaOptions options =
                kubernetes("pod-template.yaml").withTokenFile(directory.resolve("token"));

        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(options, beans)) {
            // then
            assertThat(endpoint.url()).startsWith("http://127.0.0.1:");
            assertThat(endpoint.tokenFile()).exists();
        }
    }

    @Test
    void theOperatorsSessionListensOnLoopbackAndKnowsItsUsers() throws Exception {
        // given
        users("r--r-----");

        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(kubernetes("session.yaml"), beans)) {
            // then
            assertThat(endpoint.url()).startsWith("http://127.0.0.1:");
            assertThat(endpoint.tokenFile()).isNull();
            EndpointProbe door = EndpointProbe.plain(URI.create(endpoint.url()).getPort());
            assertThat(door.status("localhost", "vera", PASSWORD)).isEqualTo(200);
            assertThat(door.status("localhost", "vera", "guess")).isEqualTo(401);
        }
    }

    @Test
    void theApplicationListensWithTlsUnderItsServiceName() throws Exception {
        // given
        users("r--r-----");
        ServerCertificate certificate =
                ServerCertificate.make("orders-ckptctl.flink.svc", directory);
        mounted("tls/tls.crt", certificate.certificate(), "r--r-----");
        mounted("tls/tls.key", certificate.key(), "r--r-----");

        // when
        JolokiaOptions options = kubernetes("application-ha.yaml");

        // then
        assertThat(options.host()).isEqualTo("0.0.0.0");
        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(options, beans)) {
            assertThat(endpoint.url()).startsWith("https://");
            assertThat(endpoint.tokenFile()).isNull();
            EndpointProbe door =
                    EndpointProbe.tls(URI.create(endpoint.url()).getPort(), certificate.trusting());
            assertThat(door.status("orders-ckptctl.flink.svc", "vera", PASSWORD)).isEqualTo(200);
            assertThat(door.status("orders-ckptctl.flink.svc", "vera", "guess")).isEqualTo(401);
        }
    }

    @Test
    void composeListensForThePortThatItPublishes() throws Exception {
        // given
        JsonNode compose = Manifest.tree(Path.of("docker", "compose.yaml"));
        JsonNode jobManager = compose.path("services").path("jobmanager");
        Map<String, String> environment = new HashMap<>();
        jobManager
                .path("environment")
                .fields()
                .forEachRemaining(one -> environment.put(one.getKey(), one.getValue().asText()));
        mounted("users", usersAndVera(), "rw-------");

        // then
        assertThat(jobManager.path("secrets").get(0).asText()).isEqualTo("ckptctl-users");
        assertThat(compose.path("secrets").path("ckptctl-users").path("file").asText())
                .isEqualTo("./users");
        for (JsonNode port : jobManager.path("ports")) {
            assertThat(port.asText()).startsWith("127.0.0.1:");
        }
        JolokiaOptions options =
                options(
                        environment.get("FLINK_ENV_JAVA_OPTS_JM"),
                        environment,
                        "/run/secrets/ckptctl-users",
                        directory.resolve("users").toString());
        assertThat(options.host()).isEqualTo("0.0.0.0");
        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(options, beans)) {
            assertThat(endpoint.url()).startsWith("http://");
            EndpointProbe door = EndpointProbe.plain(URI.create(endpoint.url()).getPort());
            assertThat(door.status("127.0.0.1", "vera", PASSWORD)).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r--r--", "rw-r--r--"})
    void aSecretThatOthersCanReadIsRejected(String mode) throws Exception {
        // given
        users(mode);

        // then
        assertThatIOException()
                .isThrownBy(() -> JolokiaEndpoint.start(kubernetes("session.yaml"), beans))
                .withMessageContaining("mount it with defaultMode 0440");
    }

    @Test
    void theUsersOfTheExampleAreValidLinesWithUnknownSecrets() throws Exception {
        // given
        mounted("users/users", users(), "r--r-----");

        try (JolokiaEndpoint endpoint = JolokiaEndpoint.start(kubernetes("session.yaml"), beans)) {
            // then
            EndpointProbe door = EndpointProbe.plain(URI.create(endpoint.url()).getPort());
            assertThat(door.status("localhost", "ada", PASSWORD)).isEqualTo(401);
            assertThat(door.status("localhost", "ada", "")).isEqualTo(401);
        }
    }

    @Test
    void anOptionThatTheAgentDoesNotHaveIsFound() {
        assertThat(ExampleOptions.isRead("CKPTCTL_JOLOKIA_HOST")).isTrue();
        assertThat(ExampleOptions.isRead("CKPTCTL_JOLOKIA_HOSTX")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExampleOptions.http("jolokia.hostx=0.0.0.0", Map.of()));
    }

    /** Returns the options that the agent reads in the pod that Flink creates, on any free port. */
    private JolokiaOptions kubernetes(String file) throws Exception {
        JobManagerPod pod = Example.pod(file, Files.createTempDirectory(directory, "flink"));
        return options(
                pod.configuration().get(CoreOptions.FLINK_JM_JVM_OPTIONS),
                pod.agentEnvironment(),
                "/etc/ckptctl/",
                directory + "/");
    }

    private static JolokiaOptions options(
            String javaOption, Map<String, String> environment, String path, String here) {
        assertThat(javaOption).startsWith(OPTION);
        String arguments = javaOption.substring(OPTION.length());
        Map<String, String> forTheAgent = new HashMap<>();
        environment.forEach(
                (variable, value) -> {
                    if (variable.startsWith("CKPTCTL_")) {
                        assertThat(ExampleOptions.isRead(variable)).as(variable).isTrue();
                        forTheAgent.put(variable, value.replace(path, here));
                    }
                });
        return ExampleOptions.http(arguments.isEmpty() ? null : arguments.substring(1), forTheAgent)
                .withPort(0);
    }

    /** Mounts the example's users and one with a known password. */
    private void users(String mode) throws IOException {
        mounted("users/users", usersAndVera(), mode);
    }

    private static String usersAndVera() {
        return users() + "vera:viewer:" + PasswordHash.of(PASSWORD.toCharArray());
    }

    private static String users() {
        return Manifest.of("users-secret.yaml", Secret.class).getStringData().get("users");
    }

    private void mounted(String name, String text, String mode) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
