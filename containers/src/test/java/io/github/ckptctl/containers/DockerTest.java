// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.containers;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ckptctl.agent.http.server.JolokiaEndpoint;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.security.MessageDigest.getInstance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Test that builds and runs the images and has compose read its file, if the machine has the
 * necessary programs.
 *
 * <p>No image is fetched: busybox, on an empty base, replaces the official ones.
 */
@Tag("full")
class DockerTest {

    private static final List<String> DOCKER = List.of("docker");
    private static final Path DIRECTORY = Path.of("docker");
    private static final Path COMPOSE = DIRECTORY.resolve("compose.yaml");

    private final String mark = "ckptctl-test-" + UUID.randomUUID();

    @TempDir Path context;

    @Test
    void imagesHaveTheJarWhereFlinksUserReadsIt() throws Exception {
        // given
        skipUnless(run(DOCKER, "info").isDone(), "there is no Docker engine");
        Path busybox = Path.of("/bin/busybox");
        skipUnless(Files.isExecutable(busybox), "there is no busybox");
        Path jar = agentJar();
        Files.copy(jar, context.resolve(jar.getFileName()));
        for (String file : List.of("Dockerfile", "agent.Dockerfile", ".dockerignore")) {
            Files.copy(DIRECTORY.resolve(file), context.resolve(file));
        }
        String base = mark + "-base";
        String flink = mark + "-flink";
        String agent = mark + "-agent";
        try {
            base(base, busybox);

            // when
            build(flink, "--build-arg", "FLINK_IMAGE=" + base);
            build(
                    agent,
                    "--build-arg",
                    "BASE_IMAGE=" + base,
                    "-f",
                    "" + context.resolve("agent.Dockerfile"));
            docker("run", "--rm", "-v", mark + ":/opt/ckptctl", agent);

            // then
            assertThat(docker("run", "--rm", flink, "id", "-u")).isEqualTo("4711");
            for (String user : List.of("9999", "4711")) {
                assertThat(sum(user, flink)).isEqualTo(sha256(jar));
                assertThat(sum(user, "-v", mark + ":/opt/ckptctl:ro", base)).isEqualTo(sha256(jar));
            }
        } finally {
            run(DOCKER, "rmi", "-f", agent, flink, base);
            run(DOCKER, "volume", "rm", "-f", mark);
        }
    }

    @Test
    void composeTakesItsFileAndNoneThatIsMisspelt() throws Exception {
        // given
        List<String> compose =
                run(List.of("docker", "compose", "version")).isDone()
                        ? List.of("docker", "compose")
                        : List.of("docker-compose");
        skipUnless(run(compose, "version").isDone(), "there is no docker compose");
        Path misspelt = context.resolve("compose.yaml");
        String text = Files.readString(COMPOSE);
        Files.writeString(misspelt, text.replace("healthcheck:", "healthchek:"));

        // then
        Outcome taken = run(compose, "-f", "" + COMPOSE, "config");
        assertThat(taken.isDone()).as(taken.output()).isTrue();
        assertThat(taken.output()).contains("flink:2.3-java17", "/docker/users");
        Outcome refused = run(compose, "-f", "" + misspelt, "config");
        assertThat(refused.isDone()).isFalse();
        assertThat(refused.output()).contains("healthchek");
    }

    @Test
    void theHealthCheckFailsWhileEitherPortIsClosed() throws Exception {
        // given
        JsonNode test =
                Manifest.tree(COMPOSE)
                        .path("services")
                        .path("jobmanager")
                        .path("healthcheck")
                        .path("test");
        List<String> command = new ArrayList<>();
        test.forEach(word -> command.add(word.asText()));
        assertThat(command.remove(0)).isEqualTo("CMD");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket flink = new ServerSocket(0, 50, loopback);
                ServerSocket agent = new ServerSocket(0, 50, loopback)) {
            String script =
                    command.remove(command.size() - 1)
                            .replace("8081", "" + flink.getLocalPort())
                            .replace("8778", "" + agent.getLocalPort());
            command.add(script);

            // then
            assertThat(run(command).isDone()).isTrue();
            agent.close();
            assertThat(run(command).isDone()).isFalse();
        }
    }

    /** Builds an image whose user is neither root nor Flink's. */
    private void base(String name, Path busybox) throws IOException {
        Path base = Files.createDirectory(context.resolve("base"));
        Files.copy(busybox, base.resolve("busybox"));
        Files.writeString(
                base.resolve("Dockerfile"),
                "FROM scratch\n"
                        + "COPY busybox /bin/busybox\n"
                        + "RUN [\"/bin/busybox\", \"--install\", \"/bin\"]\n"
                        + "USER 4711\n");
        Outcome built = run(DOCKER, "build", "--force-rm", "-t", name, "" + base);
        skipUnless(built.isDone(), "busybox does not run alone: " + built.output());
    }

    private void build(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("build", "--force-rm", "-t", name));
        command.addAll(List.of(arguments));
        command.add("" + context);
        docker(command.toArray(String[]::new));
    }

    /** Returns the jar's SHA-256 as read by a user in a container. */
    private static String sum(String user, String... container) throws IOException {
        List<String> command = new ArrayList<>(List.of("run", "--rm", "--user", user));
        command.addAll(List.of(container));
        command.addAll(List.of("sha256sum", "/opt/ckptctl/ckptctl-agent.jar"));
        return docker(command.toArray(String[]::new)).split(" ")[0];
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static Path agentJar() throws URISyntaxException {
        Path classes =
                Path.of(
                        JolokiaEndpoint.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        skipUnless(Files.isRegularFile(classes), "the agent is not packaged yet");
        return classes;
    }

    private static String docker(String... arguments) throws IOException {
        Outcome outcome = run(DOCKER, arguments);
        assertThat(outcome.isDone()).as(outcome.output()).isTrue();
        return outcome.output().trim();
    }

    /** Runs a command to its end; a command that is missing on this machine counts as failed. */
    private static Outcome run(List<String> command, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().remove("FLINK_IMAGE");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Skips the test with the reason unless it can be run. */
    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.out.println("Skipped: " + reason);
        }
        assumeTrue(possible, reason);
    }

    private record Outcome(int exitCode, String output) {

        boolean isDone() {
            return exitCode == 0;
        }
    }
}
