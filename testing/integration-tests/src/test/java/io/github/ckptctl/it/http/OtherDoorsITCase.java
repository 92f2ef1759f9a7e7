// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.http;

import com.google.gson.JsonObject;
import com.sun.tools.attach.VirtualMachine;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.AgentProgram;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.JolokiaClient;
import io.github.ckptctl.it.support.Program;
import io.github.ckptctl.it.support.Users;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointAgentMXBean;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.LoginNeed;
import io.github.ckptctl.mbeans.OtherDoor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Test of entry points that others have opened in the agent's JobManager: HTTP servers, a Jolokia,
 * JMX over TCP.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
class OtherDoorsITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Pattern STARTED = Pattern.compile("Started JMX server on port (\\d+)");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final FlinkLine line;

    @TempDir Path directory;

    OtherDoorsITCase(FlinkLine line) {
        this.line = line;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmx_exporter", "Flink's reporter"})
    void keepsTheLimitsOfHttpBesideAnExporterThatWasFirst(String first, TestInfo test)
            throws Exception {
        // given: the first HTTP server of the JVM is another's, with its own time limits
        int port = FreePort.onLoopback();
        Path tokenFile = directory.resolve("token");
        FlinkClusterBuilder builder = line.cluster(test).jmx(true);
        if (first.equals("jmx_exporter")) {
            Path rules = Files.writeString(directory.resolve("exporter.yml"), "{}\n");
            builder.agent(jar("jmx_prometheus_javaagent"), "127.0.0.1:" + port + ":" + rules);
        } else {
            builder.extraJar(jar("flink-metrics-prometheus"))
                    .config(
                            "metrics.reporter.prom.factory.class",
                            "org.apache.flink.metrics.prometheus.PrometheusReporterFactory")
                    // the range for several processes on one machine
                    .config("metrics.reporter.prom.port", port + "-" + (port + 20));
        }
        builder.agent(AgentJar.path(), "jolokia.port=0,jolokia.tokenFile=" + tokenFile);
        try (FlinkCluster cluster = builder.start()) {
            Beans beans = new Beans(cluster);
            CheckpointCoordinatorMXBean bean = submit(cluster, beans, "--snapshotMillis", "600000");
            URI url = URI.create(beans.awaitJolokiaUrl());
            String login = "Authorization: Bearer " + Files.readString(tokenFile).trim();
            await("a checkpoint in flight").atMost(SOON).until(() -> bean.getPendingCount() > 0);

            // then: it is too long
            assertThat(answer(url, "GET /jolokia/version", login)).contains("HTTP/1.1 200");
            assertThat(answer(url, "GET /jolokia/version", login, "X: " + "x".repeat(20_000)))
                    .doesNotContain("HTTP/1.1");

            // and: takes too long; no client receives its result
            String quiesce =
                    "{\"type\":\"exec\",\"mbean\":\"flink.checkpointing:"
                            + "type=CheckpointCoordinator,job_id="
                            + bean.getJobId()
                            + "\",\"operation\":\"quiesce\",\"arguments\":[100000]}";
            assertThat(
                            answer(
                                    url,
                                    "POST /jolokia/",
                                    login,
                                    "Content-Type: application/json",
                                    "Content-Length: " + quiesce.length() + "\r\n\r\n" + quiesce))
                    .doesNotContain("HTTP/1.1");
            assertThat(bean.getPendingCount()).isPositive();

            // and: for the report, the time of one answer over a persistent connection
            System.out.println(
                    "beside " + first + ": " + microsPerAnswer(url, login) + " us for an answer");
            assertThat(metrics(port)).contains("# TYPE ");
            beans.assertHooksAreWell();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhoElseLeadsToTheBeansAndClosesChangesThereIfAsked(boolean open, TestInfo test)
            throws Exception {
        // given: a Jolokia at the agent's port, and Flink's own JMX server
        int jolokia = FreePort.onLoopback();
        int range = FreePort.onLoopback();
        String changes = open ? "" : ",jmx.changes=false";
        try (FlinkCluster cluster =
                line.cluster(test)
                        // the range for several processes on one machine
                        .config("jmx.server.port", range + "-" + (range + 20))
                        .agent(jar("jolokia-agent-jvm"), "host=127.0.0.1,port=" + jolokia)
                        .agent(AgentJar.path(), "jolokia.port=" + jolokia + changes)
                        .start()) {
            JolokiaClient stranger =
                    new JolokiaClient(
                            HttpClient.newHttpClient(),
                            "http://127.0.0.1:" + jolokia + "/jolokia/",
                            "none");
            int flinks = flinksPort(cluster);
            try (JMXConnector connector = connector(flinks, Map.of())) {
                Beans beans = new Beans(connector.getMBeanServerConnection());
                CheckpointCoordinatorMXBean bean = submit(cluster, beans);
                String job = bean.getJobId();
                // without the short name that the agent's endpoint knows
                String full = job + ",job_name=" + beans.awaitName(job).getKeyProperty("job_name");

                // then: all are named
                assertThat(beans.agent().getOtherDoors())
                        .allSatisfy(door -> assertThat(door.isChangesAllowed()).isEqualTo(open))
                        .extracting(OtherDoor::getAddress)
                        .containsExactly("*:" + flinks, "http://127.0.0.1:" + jolokia + "/jolokia");
                assertThat(beans.agent().getOtherDoors())
                        .extracting(OtherDoor::getLogin)
                        .containsExactly(LoginNeed.NONE, LoginNeed.UNKNOWN);
                await("the log")
                        .atMost(SOON)
                        .until(
                                () ->
                                        cluster.jobManager()
                                                .logText()
                                                .contains("another Jolokia in this JVM http"));
                assertThat(cluster.jobManager().logText())
                        .contains("jolokia.port=" + jolokia + " on 127.0.0.1 cannot be bound")
                        .contains("answers there without a login; it is in this JVM")
                        .contains("Flink's JMX server")
                        .contains("*:" + flinks + " leads to these beans too, without a login");

                // and: doctor reports neither as healthy
                String pid = Long.toString(cluster.jobManagerPid());
                assertThat(doctor("--pid", pid))
                        .contains("Flink's JMX server")
                        .contains("another Jolokia in this JVM http://127.0.0.1:" + jolokia)
                        .contains(open ? "anyone who reaches it may do everything" : "to read");
                assertThat(doctor("--url", "http://127.0.0.1:" + jolokia))
                        .contains(
                                "is another Jolokia, \"2.3.0\": it knows none of the agent's users");

                // and: every client reads
                assertThat(value(stranger.read(full, "Timeout"))).isEqualTo("600000");
                assertThat(bean.safeToKill().getReason()).isNotEmpty();

                // and: changes only where they are open
                JsonObject written = stranger.write(full, "Timeout", 700_000);
                if (open) {
                    assertThat(written.get("status").getAsInt()).isEqualTo(200);
                    bean.setTimeout(800_000);
                    assertThat(bean.getTimeout()).isEqualTo(800_000);
                } else {
                    assertThat(written.get("error").getAsString())
                            .contains("Timeout is refused over JMX", "jmx.changes=false");
                    assertThat(stranger.detach().get("error").getAsString())
                            .contains("detach is refused over JMX");
                    CheckpointAgentMXBean agent = beans.agent();
                    assertThatThrownBy(() -> bean.setTimeout(800_000))
                            .isInstanceOf(SecurityException.class)
                            .hasMessageContaining("refused over JMX");
                    assertThatThrownBy(agent::detach)
                            .isInstanceOf(SecurityException.class)
                            .hasMessageContaining("refused over JMX");
                    assertThat(bean.getTimeout()).isEqualTo(600_000);
                    AgentProgram program =
                            AgentProgram.run("detach", Long.toString(cluster.jobManagerPid()));
                    assertThat(program.exitCode()).isEqualTo(1);
                    assertThat(program.output())
                            .contains("detach is refused over JMX")
                            .doesNotContain("Exception");
                }

                // and: Flink's port is one of the agent's own entry points
                assertThat(patched(cluster, job, 900_000)).isEqualTo(200);
                assertThat(bean.getTimeout()).isEqualTo(900_000);
                beans.assertHooksAreWell();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jmx.changes=true", "jmx.changes=false"})
    void letsOwnHttpThroughAndNamesWhoHasLoggedInToJmx(String options, TestInfo test)
            throws Exception {
        // given: remote JMX as an operator configures it
        int port = FreePort.onLoopback();
        Path tokenFile = directory.resolve("token");
        Path passwords =
                Users.secret(directory.resolve("jmx.password"), "ada secret\nvera secret\n");
        Path access =
                Users.secret(directory.resolve("jmx.access"), "ada readwrite\nvera readonly\n");
        String remote = "-Dcom.sun.management.jmxremote.";
        FlinkClusterBuilder builder =
                line.cluster(test)
                        .agent(
                                AgentJar.path(),
                                "jolokia.port=0,jolokia.tokenFile=" + tokenFile + "," + options)
                        .jobManagerJvmOption("-Djava.rmi.server.hostname=127.0.0.1")
                        .jobManagerJvmOption(remote + "host=127.0.0.1")
                        .jobManagerJvmOption(remote + "port=" + port)
                        .jobManagerJvmOption(remote + "rmi.port=" + port)
                        .jobManagerJvmOption(remote + "authenticate=true")
                        .jobManagerJvmOption(remote + "password.file=" + passwords)
                        .jobManagerJvmOption(remote + "access.file=" + access)
                        .jobManagerJvmOption(remote + "ssl=false");
        try (FlinkCluster cluster = builder.start();
                JMXConnector adas = connector(port, login("ada"));
                JMXConnector veras = connector(port, login("vera"));
                JMXConnector local = local(cluster.jobManagerPid())) {
            Beans beans = new Beans(adas.getMBeanServerConnection());
            CheckpointCoordinatorMXBean bean = submit(cluster, beans);
            String job = bean.getJobId();
            CheckpointCoordinatorMXBean readOnly =
                    new Beans(veras.getMBeanServerConnection()).job(job);
            CheckpointCoordinatorMXBean here = new Beans(local.getMBeanServerConnection()).job(job);
            JolokiaClient http = new JolokiaClient(beans.awaitJolokiaUrl(), tokenFile);

            // when
            http.write(job, "Timeout", 700_000);

            // then
            assertThat(bean.getTimeout()).isEqualTo(700_000);
            assertThat(beans.agent().getOtherDoors())
                    .singleElement()
                    .satisfies(
                            door -> {
                                assertThat(door.getAddress()).isEqualTo("127.0.0.1:" + port);
                                assertThat(door.getLogin()).isEqualTo(LoginNeed.REQUIRED);
                            });
            assertThat(readOnly.getTimeout()).isEqualTo(700_000);
            assertThatThrownBy(() -> readOnly.setTimeout(1_000))
                    .isInstanceOf(SecurityException.class);
            if (options.equals("jmx.changes=true")) {
                bean.setTimeout(800_000);
                bean.suspend("PERIODIC");
                here.resume();
                assertThat(bean.getHistory())
                        .extracting(ChangeHistoryEntry::getBy)
                        .containsExactly(
                                "http:token",
                                "jmx:ada@127.0.0.1",
                                "jmx:ada@127.0.0.1",
                                "jmx-local");
            } else {
                assertThatThrownBy(() -> bean.setTimeout(800_000))
                        .hasMessageContaining("refused over JMX");
                assertThatThrownBy(here::resume).hasMessageContaining("refused over JMX");
                assertThat(bean.getHistory())
                        .extracting(ChangeHistoryEntry::getBy)
                        .containsExactly("http:token");
            }
            beans.assertHooksAreWell();
        }
    }

    /** Returns the port that the JobManager has chosen for its JMX server. */
    private static int flinksPort(FlinkCluster cluster) {
        return await("Flink's JMX server")
                .atMost(SOON)
                .until(
                        () -> {
                            Matcher said = STARTED.matcher(cluster.jobManager().logText());
                            return said.find() ? Integer.parseInt(said.group(1)) : 0;
                        },
                        port -> port > 0);
    }

    private static String doctor(String... options) {
        List<String> command =
                new ArrayList<>(List.of(System.getProperty("ckptctl.launcher"), "doctor"));
        command.addAll(List.of(options));
        Program doctor = Program.run(command, Map.of());
        assertThat(doctor.exitCode()).as(doctor.output()).isEqualTo(1);
        return doctor.output();
    }

    private static CheckpointCoordinatorMXBean submit(
            FlinkCluster cluster, Beans beans, String... options) {
        List<String> all = new ArrayList<>(List.of("--interval", "500"));
        all.addAll(List.of("--timeout", "600000"));
        all.addAll(List.of(options));
        String job =
                cluster.rest().submit(TestJobs.slowSnapshotJob(cluster.distribution()), all, 1);
        cluster.rest().awaitRunning(job);
        return beans.job(job);
    }

    private static Path jar(String name) {
        return Path.of("target", "other-agents", name + ".jar").toAbsolutePath();
    }

    private static Map<String, Object> login(String name) {
        return Map.of(JMXConnector.CREDENTIALS, new String[] {name, "secret"});
    }

    @SuppressWarnings("BanJNDI") // the registry of a process that this test started
    private static JMXConnector connector(int port, Map<String, Object> environment)
            throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"),
                environment);
    }

    @SuppressWarnings("BanJNDI") // a stub, of a process that this test started
    private static JMXConnector local(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return JMXConnectorFactory.connect(
                    new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }

    private static String value(JsonObject answer) {
        return answer.get("value").getAsString();
    }

    private static int patched(FlinkCluster cluster, String job, long timeout) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                cluster.webUrl()
                                        .resolve("/jobs/" + job + "/checkpoints/configuration"))
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"checkpointTimeout\": " + timeout + "}"))
                        .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Returns what is received until the server closes the connection, after one request. */
    private static String answer(URI url, String head, String... headers) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(90_000);
            send(socket, url, head, "Connection: close\r\n" + String.join("\r\n", headers));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            // it closed the connection before it had read all
            return "";
        }
    }

    /** Returns the median of some answers over one connection, in microseconds. */
    private static long microsPerAnswer(URI url, String login) throws IOException {
        long[] micros = new long[200];
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < micros.length; i++) {
                long began = System.nanoTime();
                send(socket, url, "GET /jolokia/version", login);
                assertThat(read(socket.getInputStream())).contains("\"status\":200");
                micros[i] = (System.nanoTime() - began) / 1_000;
            }
        }
        Arrays.sort(micros);
        return micros[micros.length / 2];
    }

    /** Reads one response that contains its length. */
    private static String read(InputStream stream) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) stream.read());
        }
        Matcher length = LENGTH.matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        byte[] body = stream.readNBytes(Integer.parseInt(length.group(1)));
        return new String(body, StandardCharsets.UTF_8);
    }

    private static void send(Socket socket, URI url, String head, String headers)
            throws IOException {
        String end = headers.contains("\r\n\r\n") ? "" : "\r\n\r\n";
        String text = head + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n" + headers + end;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String metrics(int port) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
