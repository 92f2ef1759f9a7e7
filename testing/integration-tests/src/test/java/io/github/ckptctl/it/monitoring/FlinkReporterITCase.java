// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.monitoring;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.FreePort;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.JobMetric;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.AgentProgram;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Program;
import io.github.ckptctl.it.support.SaboteurJar;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Test of the figures of jobs in Flink's own metrics, with Flink's own reporters in a JobManager,
 * and of its events.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#eachOnce")
class FlinkReporterITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String OF_JOB = "flink_jobmanager_job_checkpointControl_";
    private static final String OF_AGENT = "flink_jobmanager_checkpointControl_";
    private static final String NEVER = "3600000";

    @TempDir static Path directory;

    private static FlinkCluster cluster;
    private static Beans beans;
    private static int[] ports;
    private static Path events;

    private final FlinkLine line;
    private final List<String> jobs = new ArrayList<>();

    FlinkReporterITCase(FlinkLine line) {
        this.line = line;
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) throws Exception {
        // one for the JobManager, one for the TaskManager: whichever is first has the first
        ports = new int[] {FreePort.onLoopback(), FreePort.onLoopback()};
        events = directory.resolve("events-" + line.version());
        FlinkClusterBuilder builder =
                line.cluster(FlinkReporterITCase.class.getSimpleName())
                        // so that a hook fails when a client triggers a checkpoint
                        .agent(
                                SaboteurJar.in(directory),
                                "fail:io.github.ckptctl.flink.FlinkHookHandler#checkpointAsked")
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .slots(4)
                        .reporter(
                                jar(line, "flink-metrics-prometheus"),
                                "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
                                "prom")
                        .config("metrics.reporter.prom.port", ports[0] + "," + ports[1])
                        .reporter(
                                jar(line, "flink-metrics-jmx"),
                                "org.apache.flink.metrics.jmx.JMXReporterFactory",
                                "jmx")
                        .config(
                                "metrics.reporter.jmx.filter.excludes",
                                "jobmanager.job.checkpointControl:initialDelay,restoredAge");
        if (hasEvents(line)) {
            builder.eventFile(events);
        }
        cluster = builder.start();
        beans = new Beans(cluster);
    }

    @AfterEach
    void cancelAll() {
        jobs.forEach(FlinkReporterITCase::cancel);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        // there is none on a line whose reporters the build does not fetch
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    @Test
    @Proves(
            value = Capability.METRICS,
            scenario = "in Flink's reporters for Prometheus and JMX, and in its REST API")
    void showsAJobInEachOfFlinksReportersWhileItIsHere() throws Exception {
        // given
        String job = submit("orders, EU", "--interval", "500", "--timeout", "600000");
        CheckpointCoordinatorMXBean bean = beans.job(job);
        assertThat(beans.agent().getCapabilities()).contains("METRICS");

        // when
        bean.setTimeout(700_001);
        bean.suspend("PERIODIC");

        // then: Prometheus
        await("the changes").atMost(SOON).until(() -> scrape().contains("700001"));
        Map<String, Double> values = valuesOf(job);
        assertThat(values.keySet()).isEqualTo(names());
        assertThat(values)
                .containsEntry("timeout", 700_001.0)
                .containsEntry("interval", 500.0)
                .containsEntry("overrideActive", 1.0)
                .containsEntry("tolerableFailedCheckpoints", 1_000_000.0);
        await("the suspension")
                .atMost(SOON)
                .until(
                        () ->
                                valuesOf(job).get("suspended") == 1
                                        && valuesOf(job).get("notTriggering") == 1);
        assertThat(labelNames(scrape(), OF_JOB + "timeout"))
                .containsExactlyInAnyOrder("host", "job_id", "job_name");
        assertThat(scrape()).contains("job_name=\"orders__EU\"");
        assertThat(scrape()).contains(OF_AGENT + "hookErrors", OF_AGENT + "flinkSupported");

        // and: JMX
        assertThat(valueInJmx(job, "timeout")).isEqualTo(700_001L);
        assertThat(valueInJmx(job, "pendingDeadlineRatio")).isInstanceOf(Double.class);
        assertThat(beansOfJmx(job))
                .as("all but what the filter excludes")
                .hasSize(names().size() - 2)
                .noneMatch(found -> found.getDomain().matches(".*(initialDelay|restoredAge)"));

        // and: Flink's REST API, from which its Web UI takes what it shows
        assertThat(namesInRest(job)).containsAll(names());
        await("the value in REST")
                .atMost(SOON)
                .until(() -> inRest(job, "timeout").equals("700001"));

        // when
        bean.resume();
        bean.resetSettings();

        // then
        await("the reset")
                .atMost(SOON)
                .until(
                        () ->
                                valuesOf(job).get("timeout") == 600_000
                                        && valuesOf(job).get("suspended") == 0
                                        && valuesOf(job).get("notTriggering") == 0);

        // when
        cancel(job);
        jobs.clear();

        // then
        await("the series to go").atMost(SOON).until(() -> valuesOf(job).isEmpty());
        assertThat(beansOfJmx(job)).isEmpty();
    }

    @Test
    @Proves(value = Capability.EVENTS)
    void reportsEachChangeAsAnEventOfFlink() throws Exception {
        // given: before 2.1 the agent says that there are none
        beans.assertLacksOnlyWhat(line);
        if (!hasEvents(line)) {
            return;
        }
        String job = submit("eventful", "--interval", "500");
        CheckpointCoordinatorMXBean bean = beans.job(job);

        // when
        bean.updateSettings(Map.of("Timeout", "700000"), "slow disk", 0, -1);
        bean.updateSettings(Map.of("MinPause", "10"), "for a moment", 200, -1);
        await("the expiry").atMost(SOON).until(() -> bean.getMinPause() == 0);
        bean.suspendFor("ALL", 200, "a look at the storage");
        await("the resume").atMost(SOON).until(() -> bean.getSuspension() == SuspensionMode.NONE);
        bean.resetSettings();

        // then: one for each entry of the history, in the same order
        List<String> actions =
                Arrays.stream(bean.getHistory()).map(entry -> entry.getAction()).toList();
        assertThat(actions)
                .contains("updateSettings", "expire", "suspend", "resume", "resetSettings");
        await("the events")
                .atMost(SOON)
                .untilAsserted(
                        () ->
                                assertThat(eventsOf(job))
                                        .extracting(event -> event.split("[ :,]")[2])
                                        .isEqualTo(actions));
        assertThat(eventsOf(job).get(0))
                .startsWith(
                        "INFO CheckpointControlEvent updateSettings: Timeout=600000 ms ->"
                                + " Timeout=700000 ms, by ")
                .contains(
                        "reason: slow disk, revision 1",
                        "action=updateSettings",
                        "jobId=" + job,
                        "reason=slow disk",
                        "revision=1");
    }

    @Test
    void firesAndResolvesEachAlertOfFlinksMetrics() throws Exception {
        assumeTrue(FlinkLine.eachOnce().limit(1).anyMatch(line::equals), "once is enough");
        String prometheus = Program.orSkip("prometheus");
        String promtool = Program.orSkip("promtool");
        Program tested =
                Program.run(
                        List.of(
                                promtool,
                                "test",
                                "rules",
                                ShippedFiles.file("flink/alerts-test.yml").toString()),
                        Map.of());
        assertThat(tested.exitCode()).as(tested.output()).isZero();

        // given
        Path slow = Files.writeString(directory.resolve("slow"), NEVER);
        String near = submit("near", "--interval", "500", "--snapshotMillis", NEVER);
        String held = submit("held", "--interval", "500", "--snapshotFile", slow.toString());
        String failing =
                submit(
                        "failing",
                        "--interval",
                        "100",
                        "--timeout",
                        "100",
                        "--snapshotMillis",
                        NEVER);
        String none = submit("none");
        CheckpointCoordinatorMXBean nearBean = beans.job(near);
        CheckpointCoordinatorMXBean heldBean = beans.job(held);
        CheckpointCoordinatorMXBean failingBean = beans.job(failing);
        try (PrometheusServer server =
                PrometheusServer.start(prometheus, directory, shortened(), ports)) {
            await("the rules")
                    .atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> server.alerts().size() == 9);

            // when
            heldBean.setTimeout(1_000);
            heldBean.rescheduleInFlight();
            await("failures").atMost(SOON).until(() -> failingBean.getConsecutiveFailures() > 1);
            failingBean.suspend("ALL");
            failingBean.setTolerableFailedCheckpoints(failingBean.getConsecutiveFailures());

            // then
            awaitFiring(server, "CheckpointsSuspendedTooLong", failing);
            awaitFiring(server, "CheckpointFailuresNearTolerance", failing);
            awaitFiring(server, "CheckpointOverrideActiveTooLong", failing);
            awaitFiring(server, "NoCheckpointsByThemselves", none);
            awaitFiring(server, "NoCheckpointCompleted", held);
            await("the deadline to be near")
                    .atMost(SOON)
                    .until(
                            () -> {
                                nearBean.setTimeout(
                                        Math.max(1000, nearBean.getOldestPendingAge() * 10 / 9));
                                nearBean.rescheduleInFlight();
                                return isFiring(server, "CheckpointDeadlineNear", near);
                            });

            // and: nothing in the dashboard is without a value
            for (String expression : new TreeSet<>(Dashboard.expressions("flink/dashboard.json"))) {
                await(expression)
                        .atMost(SOON)
                        .untilAsserted(
                                () -> {
                                    // an expression that has values only after a change
                                    nearBean.setInterval(nearBean.getInterval() + 1);
                                    assertThat(server.query(expression)).isNotEmpty();
                                });
            }

            // when
            nearBean.resetSettings();
            nearBean.rescheduleInFlight();
            Files.writeString(slow, "0");
            failingBean.resetFailureCount();
            failingBean.resetSettings();
            failingBean.resume();
            beans.job(none).setInterval(500);

            // then
            awaitSilent(server, "CheckpointDeadlineNear", near);
            awaitSilent(server, "NoCheckpointCompleted", held);
            awaitSilent(server, "CheckpointsSuspendedTooLong", failing);
            awaitSilent(server, "CheckpointOverrideActiveTooLong", failing);
            awaitSilent(server, "NoCheckpointsByThemselves", none);
            assertThat(heldBean.getLatestCompletedId()).isPositive();
            // it goes on to fail, and many failures are tolerated again
            awaitSilent(server, "CheckpointFailuresNearTolerance", failing);

            // when
            assertThat(firing(server, "CheckpointAgentInTrouble")).isEmpty();
            JsonObject asked = new JsonObject();
            asked.addProperty("checkpointType", "CONFIGURED");
            cluster.rest().post("/jobs/" + none + "/checkpoints", asked);

            // then
            await("trouble")
                    .atMost(SOON)
                    .until(() -> !firing(server, "CheckpointAgentInTrouble").isEmpty());

            // when
            AgentProgram.run("detach", cluster.jobManagerPid());

            // then: no series is left, so nothing is in trouble, but missing
            await("the series to go")
                    .atMost(SOON)
                    .until(() -> !scrape().contains("checkpointControl"));
            assertThat(beansOfJmx(near)).isEmpty();
            await("silence")
                    .atMost(SOON)
                    .until(() -> firing(server, "CheckpointAgentInTrouble").isEmpty());
            awaitFiring(server, "CheckpointAgentMissing", none);

            // when
            AgentProgram.run("attach", cluster.jobManagerPid(), "jolokia.enabled=false");

            // then
            awaitSilent(server, "CheckpointAgentMissing", none);
            assertThat(valuesOf(none).keySet()).isEqualTo(names());
            assertThat(server.output()).doesNotContain("level=error");
        }
    }

    /** Returns the alerts as users copy them, but for the times, which are a second each. */
    private static Path shortened() throws IOException {
        String rules =
                ShippedFiles.text("flink/alerts.yml", "15 * 60", 1)
                        .replace("24 * 3600", "1")
                        .replaceAll("for: \\d+[sm]", "for: 1s");
        return Files.writeString(directory.resolve("alerts.yml"), rules);
    }

    private static void awaitFiring(PrometheusServer server, String alert, String job) {
        await(alert + " to fire").atMost(SOON).until(() -> isFiring(server, alert, job));
    }

    private static void awaitSilent(PrometheusServer server, String alert, String job) {
        await(alert + " to fall silent").atMost(SOON).until(() -> !isFiring(server, alert, job));
    }

    private static boolean isFiring(PrometheusServer server, String alert, String job)
            throws Exception {
        for (JsonElement series : firing(server, alert)) {
            if (series.toString().contains(job)) {
                return true;
            }
        }
        return false;
    }

    private static JsonArray firing(PrometheusServer server, String alert) throws Exception {
        return server.query("ALERTS{alertname='" + alert + "',alertstate='firing'}");
    }

    private String submit(String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--name", name));
        arguments.addAll(List.of(options));
        String job =
                cluster.rest()
                        .submit(TestJobs.slowSnapshotJob(cluster.distribution()), arguments, 1);
        jobs.add(job);
        cluster.rest().awaitRunning(job);
        return job;
    }

    private static void cancel(String job) {
        cluster.rest().cancel(job);
        await("the bean to go")
                .atMost(SOON)
                .until(() -> beans.jobNames().stream().noneMatch(n -> n.toString().contains(job)));
    }

    private static Set<String> names() {
        return Arrays.stream(JobMetric.values())
                .map(JobMetric::metricName)
                .collect(Collectors.toSet());
    }

    /** Returns what the JobManager's reporter answers, which listens on either port. */
    private static String scrape() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int port : ports) {
            URI address = URI.create("http://127.0.0.1:" + port + "/metrics");
            HttpRequest request = HttpRequest.newBuilder(address).build();
            all.append(HTTP.send(request, BodyHandlers.ofString()).body());
        }
        return all.toString();
    }

    private static Map<String, Double> valuesOf(String job) throws Exception {
        Map<String, Double> values = new HashMap<>();
        Pattern.compile("(?m)^" + OF_JOB + "(\\w+)\\{.*job_id=\"" + job + "\".*} (\\S+)$")
                .matcher(scrape())
                .results()
                .forEach(found -> values.put(found.group(1), Double.valueOf(found.group(2))));
        return values;
    }

    private static Set<String> labelNames(String text, String series) {
        return Pattern.compile("(?m)^" + series + "\\{.*} ")
                .matcher(text)
                .results()
                .flatMap(found -> Pattern.compile("(\\w+)=\"").matcher(found.group()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static Object valueInJmx(String job, String metric) throws Exception {
        MBeanServerConnection jmx = beans.connection();
        ObjectName name =
                beansOfJmx(job).stream()
                        .filter(found -> found.getDomain().endsWith("checkpointControl." + metric))
                        .findFirst()
                        .orElseThrow();
        return jmx.getAttribute(name, "Value");
    }

    private static Set<ObjectName> beansOfJmx(String job) throws Exception {
        return beans.connection()
                .queryNames(
                        new ObjectName(
                                "org.apache.flink.jobmanager.job.checkpointControl.*:job_id="
                                        + job
                                        + ",*"),
                        null);
    }

    private static Set<String> namesInRest(String job) {
        Set<String> names = new TreeSet<>();
        for (JsonElement metric :
                cluster.rest().get("/jobs/" + job + "/metrics").getAsJsonArray()) {
            String id = metric.getAsJsonObject().get("id").getAsString();
            names.add(id.replace("checkpointControl.", ""));
        }
        return names;
    }

    private static String inRest(String job, String metric) {
        return cluster.rest()
                .get("/jobs/" + job + "/metrics?get=checkpointControl." + metric)
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("value")
                .getAsString();
    }

    private static List<String> eventsOf(String job) throws IOException {
        return Files.readAllLines(events).stream()
                .filter(event -> event.contains("CheckpointControlEvent") && event.contains(job))
                .toList();
    }

    private static boolean hasEvents(FlinkLine line) {
        return !line.lacks().contains(Capability.EVENTS);
    }

    private static Path jar(FlinkLine line, String name) {
        Path jar = Path.of("target", "reporters", line.version(), name + ".jar").toAbsolutePath();
        assumeTrue(Files.exists(jar), "the build fetches no reporters for " + line.version());
        return jar;
    }
}
