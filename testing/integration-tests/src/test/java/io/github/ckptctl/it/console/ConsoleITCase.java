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
import io.github.ckptctl.mbeans.CheckpointTransactionManagement;
import io.github.ckptctl.mbeans.PinnedCheckpoint;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.UnalignedCapable;
import org.junit.jupiter.api.AfterEach;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

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

    /** Makes the command line known to a shell. */
    private static final String COMMAND_LINE = "ckptctl() { \"$LAUNCHER\" \"$@\"; }; ";

    /** Exit code of the command line if it has understood a call and reaches no agent. */
    private static final int NO_CONNECTION = 4;

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

    @AfterEach
    void cancelJobs() {
        cluster.rest().jobs().stream()
                .filter(job -> cluster.rest().jobStatus(job).equals("RUNNING"))
                .forEach(cluster.rest()::cancel);
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
        assertThat(beans.agent().getConsoleUrl())
                .isEqualTo(cluster.webUrl().resolve(CONSOLE).toString());
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
    void givesTimeForgivesFailuresAndRestartsUnaligned() throws Exception {
        // given: checkpoints that failed, and one in flight that has time
        Path slow = Files.writeString(directory.resolve("slow"), "3600000");
        String job =
                submit(
                        "orders",
                        "--interval",
                        "500",
                        "--timeout",
                        "1000",
                        "--snapshotFile",
                        slow.toString());
        CheckpointCoordinatorMXBean bean = beans.job(job);
        await("failures").atMost(SOON).until(() -> bean.getConsecutiveFailures() >= 2);
        bean.setTimeout(600_000);
        await("one that has time").atMost(SOON).until(() -> bean.getNextDeadlineIn() > 60_000);
        long triggered = bean.getTriggeredCount();

        // when
        browse("inFlight", job);

        // then
        assertThat(bean.getConsecutiveFailures()).isZero();
        assertThat(doneByThePage(bean))
                .contains(
                        "extendInFlight",
                        "rescheduleInFlight",
                        "resetFailureCount",
                        "abortCheckpoint");
        await("the next one")
                .atMost(SOON)
                .until(() -> bean.getTriggeredCount() > triggered && bean.getPendingCount() == 1);

        // when
        Files.writeString(slow, "0");
        browse("maintenance", job);

        // then
        assertThat(doneByThePage(bean))
                .contains(
                        "suspend",
                        "triggerCheckpoint",
                        "enableUnaligned",
                        "resume",
                        "resetSettings");
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
        assertThat(bean.getUnalignedCapable()).isEqualTo(UnalignedCapable.YES);
        assertThat(bean.getRestoredCount()).isEqualTo(1);
        assertThat(bean.getTimeout()).isEqualTo(1_000);
    }

    @Test
    void pinsAndUnpins() {
        // given
        String job = submit("orders", "--interval", "2000");
        CheckpointCoordinatorMXBean bean = beans.job(job);
        bean.setNumRetained(20);
        await("two").atMost(SOON).until(() -> bean.getCompletedCount() >= 2);

        // when
        browse("pin", job);

        // then
        PinnedCheckpoint[] pins = bean.getPinnedCheckpoints();
        assertThat(pins)
                .extracting(PinnedCheckpoint::getReason)
                .containsExactly("", "before the upgrade");
        assertThat(pins).allMatch(pin -> pin.getBy().equals("rest:127.0.0.1"));

        // when: newer ones take their place
        bean.setNumRetained(1);
        await("only the pins to keep them")
                .atMost(SOON)
                .until(
                        () ->
                                Arrays.stream(bean.getPinnedCheckpoints())
                                        .noneMatch(PinnedCheckpoint::isInStore));
        assertThat(pins).allMatch(pin -> exists(pin.getExternalPath()));
        browse("unpin", job);

        // then
        assertThat(bean.getPinnedCount()).isZero();
        await("the files' end")
                .atMost(SOON)
                .until(() -> Arrays.stream(pins).noneMatch(pin -> exists(pin.getExternalPath())));
        assertThat(doneByThePage(bean)).contains("pinCheckpoint", "unpinCheckpoint");
    }

    @Test
    void failsASubtaskThatHangs() throws Exception {
        // given
        Path hang = directory.resolve("hang");
        String job =
                submit(
                        "orders",
                        "--interval",
                        "300",
                        "--timeout",
                        "600000",
                        "--hangFile",
                        hang.toString(),
                        "--set",
                        "restart-strategy.type=fixed-delay,restart-strategy.fixed-delay.attempts=1");
        CheckpointCoordinatorMXBean bean = beans.job(job);
        SharedClusterTestBase.awaitCheckpoint(bean);
        Files.createFile(hang);
        await("a checkpoint that one subtask holds")
                .atMost(SOON)
                .until(
                        () ->
                                !Files.exists(hang)
                                        && bean.getOldestPendingAge() > 1_000
                                        && bean.diagnose().getHolders().length == 1);

        // when
        browse("holders", job);

        // then
        assertThat(bean.getRestoredCount()).isEqualTo(1);
        assertThat(doneByThePage(bean)).contains("failHoldingTasks");
        SharedClusterTestBase.awaitCheckpoint(bean);
    }

    @Test
    void showsWhyNoneIsTriggeredAndWhenTransactionsTimeOut() {
        // given
        String job = submit("batch");
        CheckpointCoordinatorMXBean bean = beans.job(job);
        bean.setTransactionTimeout(900_000);
        bean.setTransactionGuard(CheckpointTransactionManagement.GUARD_RESUME);
        await("the tasks").atMost(SOON).until(() -> bean.getMillisToTransactionTimeout() > 0);
        assertThat(bean.getNotTriggering()).startsWith("the job was submitted without an interval");

        // then
        browse("quiet", job);
    }

    @Test
    void stopsWithASavepoint() {
        // given
        String job = submit("orders", "--interval", "1000");
        SharedClusterTestBase.awaitCheckpoint(beans.job(job));

        // when
        browse("savepoint", job);

        // then
        await("the job's end").atMost(SOON).until(() -> isOver(job));
        assertThat(directory)
                .isDirectoryContaining(
                        path -> path.getFileName().toString().startsWith("savepoint-"));
    }

    @Test
    void showsHostileNamesAsText() {
        // given
        String job = submit("<img src=x onerror=alert(1)>\u202e orders", "--interval", "1000");
        SharedClusterTestBase.awaitCheckpoint(beans.job(job));

        // then
        browse("hostileName", job);
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
                            standby.rest().address().resolve(CONSOLE).toString(),
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

    private static boolean exists(String checkpoint) {
        return Files.exists(Path.of(URI.create(checkpoint)));
    }

    /** Returns what the browser has done to a job, from its history over JMX. */
    private static Set<String> doneByThePage(CheckpointCoordinatorMXBean bean) {
        return Arrays.stream(bean.getHistory())
                .filter(entry -> entry.getBy().equals("rest:127.0.0.1"))
                .filter(entry -> !entry.getOutcome().matches("(REFUSED|FAILED).*"))
                .map(ChangeHistoryEntry::getAction)
                .collect(Collectors.toSet());
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

    private String browse(String scenario, String job) {
        return browse(cluster, scenario, job);
    }

    private String browse(FlinkCluster cluster, String scenario, String job) {
        return browse(
                cluster.webUrl().resolve(CONSOLE).toString(),
                scenario,
                job,
                Map.of("DIRECTORY", directory.toString()));
    }

    static String browse(String console, String scenario, String job, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(more);
        variables.put("CHROMIUM", Program.orSkip("chromium"));
        variables.put("CONSOLE", console);
        variables.put("JOB_ID", job);
        variables.put("SCENARIO", scenario);
        variables.put("PICTURES", pictures().toString());
        String output = NodeScript.run("console.mjs", variables);
        output.lines()
                .filter(line -> line.startsWith("ckptctl "))
                .forEach(ConsoleITCase::assertAccepted);
        return output;
    }

    /** Asserts that a shell and the command line accept a line of the page; no agent is called. */
    private static void assertAccepted(String line) {
        Program ended =
                Program.run(
                        List.of("sh", "-c", COMMAND_LINE + line + " --url http://127.0.0.1:1"),
                        Map.of("LAUNCHER", System.getProperty("ckptctl.launcher")));
        assertThat(ended.exitCode()).as(line + "\n" + ended.output()).isEqualTo(NO_CONNECTION);
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
