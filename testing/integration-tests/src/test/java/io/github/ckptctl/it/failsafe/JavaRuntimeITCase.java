// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.failsafe;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JavaRuntime;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.AgentProgram;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.JolokiaClient;
import io.github.ckptctl.it.support.Program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Test of JobManagers on Java runtimes that lack modules which the agent does not require. */
@Tag("full")
class JavaRuntimeITCase {

    private static final Duration SOON = Duration.ofMinutes(2);

    /** Modules that Flink itself needs, and an agent of any kind. */
    private static final List<String> LEAST =
            List.of(
                    "java.base",
                    "java.desktop",
                    "java.instrument",
                    "java.management",
                    "java.management.rmi",
                    "java.naming",
                    "java.security.jgss",
                    "java.sql",
                    "java.xml",
                    "jdk.management",
                    "jdk.unsupported");

    /** Modules of the Java in Flink's official images: all of a JRE, and no tool. */
    private static final List<String> JRE =
            List.of(
                    "java.se",
                    "jdk.crypto.ec",
                    "jdk.httpserver",
                    "jdk.management",
                    "jdk.management.agent",
                    "jdk.unsupported",
                    "jdk.zipfs");

    @TempDir Path directory;

    @BeforeEach
    void skipWithoutJlink() {
        Program.skipUnless(JavaRuntime.canBeLinked(), "this Java links no runtimes");
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void servesFlinksPortWithoutHttpServerAndLocalJmx(FlinkLine line, TestInfo test)
            throws Exception {
        Path java = JavaRuntime.link(directory.resolve("java"), LEAST);
        try (FlinkCluster cluster =
                line.cluster(test).java(java).agent(AgentJar.path(), "jolokia.port=0").start()) {
            // given
            String job = submit(cluster);
            URI route = cluster.webUrl().resolve("/jobs/" + job + "/checkpoints/configuration");

            // when
            awaitInLog(cluster, "HTTP (stays) off");

            // then: one line, no trace of a class that is missing
            String log = Files.readString(cluster.jobManagerLog());
            assertThat(log)
                    .contains(
                            "HTTP stays off, JMX works: this Java runtime ("
                                    + java
                                    + ") has no jdk.httpserver")
                    .doesNotContain("com/sun/net/httpserver");

            // and: everything else works
            patch(route, "{\"checkpointTimeout\": 700000}");
            assertThat(get(route).get("checkpointTimeout").getAsLong()).isEqualTo(700_000);
            assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");

            // and: attaching to it reports why no MBean can be read
            AgentProgram attached = AgentProgram.run("attach", cluster.jobManagerPid());
            assertThat(attached.exitCode()).isEqualTo(1);
            assertThat(attached.output())
                    .contains("has no JMX for local processes", "jdk.management.agent", "REST port")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
    void servesAllFromAJre(FlinkLine line, TestInfo test) throws Exception {
        Path java = JavaRuntime.link(directory.resolve("java"), JRE);
        Path token = directory.resolve("token");
        try (FlinkCluster cluster =
                line.cluster(test)
                        .java(java)
                        .agent(AgentJar.path(), "jolokia.port=0,jolokia.tokenFile=" + token)
                        .jmx(true)
                        .start()) {
            // given
            String job = submit(cluster);
            Beans beans = new Beans(cluster);

            // when
            String url = awaitInLog(cluster, "HTTP at (\\S+);");

            // then
            JolokiaClient client = new JolokiaClient(url, token);
            client.write(job, "Timeout", 700_000);
            assertThat(client.read(job, "Timeout").get("value").getAsLong()).isEqualTo(700_000);
            assertThat(beans.job(job).getTimeout()).isEqualTo(700_000);
            beans.assertHooksAreWell();

            // and: the same runtime cannot attach, and reports what can be done
            Program attached =
                    Program.run(
                            List.of(
                                    java.resolve("bin/java").toString(),
                                    "-jar",
                                    AgentJar.path().toString(),
                                    "attach",
                                    Long.toString(cluster.jobManagerPid())),
                            Map.of());
            assertThat(attached.exitCode()).isEqualTo(1);
            assertThat(attached.output())
                    .contains("has no jdk.attach", "on a JDK", "-javaagent:" + AgentJar.path())
                    .hasLineCount(1);
        }
    }

    private static String submit(FlinkCluster cluster) {
        String job =
                cluster.rest()
                        .submit(
                                TestJobs.slowSnapshotJob(cluster.distribution()),
                                List.of("--interval", "500", "--timeout", "600000"),
                                1);
        cluster.rest().awaitRunning(job);
        return job;
    }

    /** Waits for a line in the JobManager's log and returns the group in it. */
    private static String awaitInLog(FlinkCluster cluster, String line) {
        Pattern pattern = Pattern.compile(line);
        return await(line)
                .atMost(SOON)
                .until(
                        () -> {
                            String log = Files.readString(cluster.jobManagerLog());
                            Matcher found = pattern.matcher(log);
                            return found.find() ? found.group(1) : "";
                        },
                        found -> !found.isEmpty());
    }

    private static void patch(URI route, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(route)
                        .header("Content-Type", "application/json")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body))
                        .build();
        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    private static JsonObject get(URI route) throws Exception {
        return JsonParser.parseString(send(HttpRequest.newBuilder(route).build()).body())
                .getAsJsonObject();
    }

    private static HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
