// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.console;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobManager;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.NodeScript;
import io.github.ckptctl.it.support.Program;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of the web console on Flink's REST port: what is done by clicks alone is looked for on the
 * job's bean over JMX.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
class ConsoleITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String CONSOLE = "/ckptctl/";

    private static FlinkCluster cluster;
    private static Beans beans;

    private final FlinkLine line;
    @TempDir private Path directory;

    ConsoleITCase(FlinkLine line) {
        this.line = line;
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) {
        cluster =
                line.cluster(ConsoleITCase.class.getSimpleName())
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .slots(4)
                        .start();
        beans = new Beans(cluster);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        beans.assertHooksAreWell();
        cluster.close();
    }

    @Test
    void curesACrisisByClicksAlone() {
        // given: each checkpoint takes longer than it may
        String job =
                submit(
                        "orders",
                        "--interval",
                        "1000",
                        "--timeout",
                        "4000",
                        "--snapshotMillis",
                        "5000");
        CheckpointCoordinatorMXBean bean = beans.job(job);
        await("two that expire").atMost(SOON).until(() -> bean.getExpiredCount() >= 2);

        // when
        browse("crisis", job);

        // then
        assertThat(bean.getTimeout()).isGreaterThanOrEqualTo(60_000);
        assertThat(bean.getCompletedCount()).isPositive();
        assertThat(bean.getConsecutiveFailures()).isZero();

        // when: the same job, on other screens
        browse("sizes", job);
        cluster.rest().cancel(job);
    }

    @Test
    void suspendsForATimeAndResumes() {
        // given
        String job = submit("orders", "--interval", "1000");
        CheckpointCoordinatorMXBean bean = beans.job(job);
        SharedClusterTestBase.awaitCheckpoint(bean);

        // when
        browse("suspension", job);

        // then
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
        assertThat(actions(bean)).contains("suspend", "resume");
        assertThat(bean.getHistory())
                .anySatisfy(
                        entry -> {
                            assertThat(entry.getTo()).startsWith("ALL until");
                            assertThat(entry.getBy()).isEqualTo("rest:127.0.0.1");
                            assertThat(entry.getReason())
                                    .isEqualTo("<img src=x onerror=alert(1)> it's");
                        });
        SharedClusterTestBase.awaitCheckpoint(bean);
        cluster.rest().cancel(job);
    }

    @Test
    void changesSettingsAsForecastUntilTheyExpire() {
        // given
        String job = submit("orders", "--interval", "1000");
        CheckpointCoordinatorMXBean bean = beans.job(job);
        long submitted = bean.getTimeout();

        // when
        browse("expiry", job);

        // then
        assertThat(bean.getTimeout()).isEqualTo(submitted);
        assertThat(bean.getOverrideActive()).isZero();
        assertThat(bean.getHistory())
                .anySatisfy(
                        entry -> {
                            assertThat(entry.getReason()).isEqualTo("for some seconds");
                            assertThat(entry.getTo()).contains("1500000");
                        });

        // when
        browse("conflict", job);

        // then
        assertThat(bean.getTolerableFailedCheckpoints()).isEqualTo(77);
        assertThat(bean.getAutoExtendLimit()).isEqualTo(7);

        // when
        browse("losses", job);

        // then
        await("the job's end").atMost(SOON).until(() -> isOver(job));
    }

    @Test
    void showsHostileNamesAsText() {
        // given
        String job = submit("<img src=x onerror=alert(1)>\u202e orders", "--interval", "1000");
        SharedClusterTestBase.awaitCheckpoint(beans.job(job));

        // then
        browse("hostileName", job);
        cluster.rest().cancel(job);
    }

    @Test
    void staysSmoothWithAThousandJobs() {
        System.out.print(browse("thousand", ""));
    }

    @Test
    void offersNoChangeWhereNoneIsAllowed() throws Exception {
        // given
        try (FlinkCluster closed =
                line.cluster("ConsoleITCase.readOnly")
                        .agent(AgentJar.path(), "jolokia.enabled=false,rest.changes=false")
                        .start()) {
            String job = submit(closed, "orders", "--interval", "1000");
            await("the page")
                    .atMost(SOON)
                    .until(() -> send(closed, "GET", CONSOLE).statusCode() == 200);

            // when
            HttpResponse<String> refused =
                    send(closed, "POST", "/jobs/" + job + "/checkpointing/suspend");

            // then
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("rest.changes=false");
            browse(closed, "readOnly", job);
        }
    }

    @Test
    void goesOnWithTheNextLeader() {
        // given: the page of a JobManager that does not lead
        try (FlinkCluster several =
                line.cluster("ConsoleITCase.failover")
                        .highAvailability(2)
                        .agent(AgentJar.path(), "jolokia.enabled=false")
                        .jmx(true)
                        .start()) {
            JobManager leader = several.leader();
            JobManager standby =
                    several.jobManagers().stream()
                            .filter(each -> each != leader)
                            .findFirst()
                            .orElseThrow();
            await("the agent of the standby")
                    .atMost(SOON)
                    .until(() -> standby.jmx().isRegistered(CheckpointObjectNames.agent()));
            String job = submit(several, "orders", "--interval", "500");
            SharedClusterTestBase.awaitCheckpoint(new Beans(leader.jmx()).job(job));
            Path open = directory.resolve("open");

            // when
            CompletableFuture<Void> kill =
                    CompletableFuture.runAsync(
                            () -> {
                                await("the page").atMost(SOON).until(() -> Files.exists(open));
                                leader.process().kill();
                            });
            System.out.print(
                    browse(
                            standby.rest().address(),
                            "failover",
                            job,
                            Map.of("OPEN", open.toString())));
            kill.join();

            // then
            assertThat(several.leader()).isSameAs(standby);
            CheckpointCoordinatorMXBean bean = new Beans(standby.jmx()).job(job);
            assertThat(bean.getRestoredCount()).isEqualTo(1);
            assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
            new Beans(standby.jmx()).assertHooksAreWell();
        }
    }

    private static boolean isOver(String job) {
        return cluster.rest().jobStatus(job).equals("FINISHED");
    }

    private static List<String> actions(CheckpointCoordinatorMXBean bean) {
        return Arrays.stream(bean.getHistory()).map(ChangeHistoryEntry::getAction).toList();
    }

    private static String submit(String name, String... options) {
        return submit(cluster, name, options);
    }

    private static String submit(FlinkCluster cluster, String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--name", name));
        arguments.addAll(List.of(options));
        String job =
                cluster.rest()
                        .submit(TestJobs.slowSnapshotJob(cluster.distribution()), arguments, 2);
        cluster.rest().awaitRunning(job);
        return job;
    }

    private static String browse(String scenario, String job) {
        return browse(cluster, scenario, job);
    }

    private static String browse(FlinkCluster cluster, String scenario, String job) {
        return browse(cluster.webUrl(), scenario, job, Map.of());
    }

    private static String browse(URI web, String scenario, String job, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("CHROMIUM", Program.orSkip("chromium"));
        variables.put("CONSOLE", web.resolve(CONSOLE).toString());
        variables.put("JOB_ID", job);
        variables.put("SCENARIO", scenario);
        variables.put("PICTURES", pictures().toString());
        return NodeScript.run("console.mjs", variables);
    }

    private static Path pictures() {
        Path pictures = Path.of("target", "console");
        assertThat(pictures.toFile().mkdirs() || Files.isDirectory(pictures)).isTrue();
        return pictures;
    }

    private static HttpResponse<String> send(FlinkCluster cluster, String method, String path)
            throws Exception {
        URI address = cluster.webUrl().resolve(path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .method(method, HttpRequest.BodyPublishers.ofString(""))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
