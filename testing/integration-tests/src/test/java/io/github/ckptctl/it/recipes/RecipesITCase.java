// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.recipes;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.AgentProgram;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;
import io.github.ckptctl.mbeans.SuspensionMode;
import io.github.ckptctl.mbeans.UnalignedCapable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test that executes each recipe of docs/operations.md as it is printed there, with curl and with
 * the command line, on one job and to the end, and checks the effect on the job's MBean.
 *
 * <p>Only placeholders in the text are replaced: the token's file, the port, the job's id, the ids
 * of checkpoints, a path.
 */
@Tag("full")
@ParameterizedClass
@MethodSource("io.github.ckptctl.it.support.FlinkLine#first")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RecipesITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String HANGS = "600000";

    private static final RecipePage PAGE =
            RecipePage.read(Path.of("../..", "docs", "operations.md"), "Recipes");

    private static final Set<Method> RUN = new HashSet<>();

    @TempDir private static Path shared;

    private static FlinkCluster cluster;
    private static Beans beans;
    private static Path token;
    private static String url;

    @TempDir private Path directory;

    private final List<String> jobs = new ArrayList<>();
    private CheckpointCoordinatorMXBean bean;
    private Shell shell;

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) {
        token = shared.resolve("token-" + line.toString().replace(' ', '-'));
        cluster =
                line.cluster("RecipesITCase")
                        .agent(AgentJar.path(), "jolokia.port=0,jolokia.tokenFile=" + token)
                        .jmx(true)
                        .slots(4)
                        .start();
        beans = new Beans(cluster);
        url = beans.awaitJolokiaUrl();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void count(TestInfo test) {
        RUN.add(test.getTestMethod().orElseThrow());
    }

    @AfterAll
    static void everyRecipeHasBeenRun() {
        boolean all =
                Stream.of(RecipesITCase.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .allMatch(RUN::contains);
        if (all) {
            assertThat(PAGE.left()).isEmpty();
        }
    }

    RecipesITCase(FlinkLine line) {
        assertThat(line).isNotNull();
    }

    @AfterEach
    void cancel() {
        for (String job : jobs) {
            if (cluster.rest().jobStatus(job).equals("RUNNING")) {
                cluster.rest().cancel(job);
            }
            await("the job's end")
                    .atMost(SOON)
                    .until(() -> !cluster.rest().jobStatus(job).equals("CANCELLING"));
        }
    }

    @Test
    void checkpointsTimeOut() throws Exception {
        String recipe = "Checkpoints time out one after another";
        snapshots(HANGS);
        start("orders", "--interval", "10", "--timeout", "100000");
        PendingCheckpointInfo first = awaitInFlight(0);

        // look
        JsonObject seen = request(recipe, 1).getAsJsonObject();
        assertThat(seen.get("Timeout").getAsLong()).isEqualTo(100_000);
        assertThat(command(recipe, 1)).containsPattern("(?m)^" + first.getId() + " +Checkpoint ");
        assertThat(shell.run(PAGE.take(recipe, 2, 1))).contains("Checkpoint " + first.getId());
        assertThat(command(recipe, 2)).contains("Checkpoint " + first.getId());

        // more time, for the one in flight too
        request(recipe, 3);
        assertThat(bean.getTimeout()).isEqualTo(600_000);
        assertThat(inFlight(first).getDeadline()).isEqualTo(first.getTriggeredAt() + 600_000);
        bean.resetSettings();
        CompletableFuture<String> rescue = CompletableFuture.supplyAsync(() -> command(recipe, 3));
        await("the rescue's timeout")
                .atMost(SOON)
                .until(() -> rescue.isDone() || bean.getTimeout() > 600_000);
        snapshots("0");
        assertThat(rescue.join()).contains("checkpoint " + first.getId() + " COMPLETED");
        assertThat(request(recipe, 4).getAsLong()).isGreaterThanOrEqualTo(first.getId());

        // the tolerable failures
        bothWays(recipe, 5, () -> bean.getTolerableFailedCheckpoints() == 100);
        request(recipe, 6);
        command(recipe, 6);
        assertThat(history()).filteredOn("resetFailureCount"::equals).hasSize(2);

        // one checkpoint
        snapshots(HANGS);
        PendingCheckpointInfo hanging = awaitOneThatHangs();
        String itsId = Long.toString(hanging.getId());
        request(recipe, 7, "[17,", "[" + itsId + ",");
        assertThat(inFlight(hanging).getDeadline()).isEqualTo(hanging.getDeadline() + 600_000);
        command(recipe, 7, "orders 17", "orders " + itsId);
        assertThat(inFlight(hanging).getDeadline()).isEqualTo(hanging.getDeadline() + 1_200_000);
        request(recipe, 8, "[17]", "[" + itsId + "]");
        PendingCheckpointInfo next = awaitInFlight(hanging.getId());
        command(recipe, 8, "orders 17", "orders " + next.getId());
        awaitInFlight(next.getId());

        bothWays(
                recipe,
                9,
                () -> bean.getAutoExtendAckPercent() == 80 && bean.getAutoExtendBy() == 300_000);
    }

    @Test
    void barriersAreStuck() throws Exception {
        String recipe = "Barriers are stuck behind records";
        start("orders", "--interval", "500");
        await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);

        // when: its tasks are restarted, capable
        request(recipe, 2);

        // then
        assertThat(bean.isUnalignedEnabled()).isTrue();
        await("capable tasks")
                .atMost(SOON)
                .until(() -> bean.getUnalignedCapable() == UnalignedCapable.YES);
        bean.resetSettings();
        assertThat(bean.isUnalignedEnabled()).isFalse();

        // and: nothing is restarted any more
        bothWays(recipe, 1, () -> bean.isUnalignedEnabled());
        bean.resetSettings();
        assertThat(command(recipe, 2)).contains("nothing is restarted");
        assertThat(bean.isUnalignedEnabled()).isTrue();
    }

    @Test
    void aJobWithoutCheckpoints() throws Exception {
        String recipe = "A job that was submitted without checkpoints";
        start("orders");
        bothWays(recipe, 1, () -> bean.getInterval() == 60_000);
        JsonObject taken = request(recipe, 2).getAsJsonObject();
        assertThat(path(taken)).exists();
        assertThat(command(recipe, 2)).contains("file:");
        assertThat(bean.getLatestCompletedId()).isGreaterThan(taken.get("id").getAsLong());
    }

    @Test
    void checkpointsAreTooFrequent() throws Exception {
        String recipe = "Checkpoints are too frequent";
        start("orders", "--interval", "500");
        assertThat(request(recipe, 1).getAsJsonObject().get("Interval").getAsLong()).isEqualTo(500);
        bothWays(recipe, 2, () -> bean.getInterval() == 300_000 && bean.getMinPause() == 120_000);
    }

    @Test
    void aTransactionThatTimedOut() throws Exception {
        String recipe = "The sink lost records: its transaction timed out";
        start("orders", "--interval", "500");
        assertThat(bean.getMillisToTransactionTimeout()).isEqualTo(-1);
        bothWays(
                recipe,
                1,
                () ->
                        bean.getTransactionTimeout() == 900_000
                                && bean.getTransactionGuard().equals("TRIGGER"));
        JsonObject seen = request(recipe, 2).getAsJsonObject();
        assertThat(seen.get("MillisToTransactionTimeout").getAsLong()).isBetween(1L, 900_000L);
        assertThat(command(recipe, 2)).contains("TRIGGER");
    }

    @Test
    void allJobsAtOnce() throws Exception {
        String recipe = "All jobs at once";
        start("orders", "--interval", "10");
        CheckpointCoordinatorMXBean etl = beans.job(submit("etl-1", "--interval", "500"));
        assertThat(request(recipe, 1).toString()).contains("orders", "etl-1");
        assertThat(command(recipe, 1)).contains("orders", "etl-1");
        assertThat(etl.getTimeout()).isEqualTo(1_200_000);
        assertThat(bean.getTimeout()).isNotEqualTo(1_200_000);
        request(recipe, 2);
        assertThat(bean.getTimeout()).isEqualTo(600_000);
        assertThat(request(recipe, 3).getAsLong()).isGreaterThanOrEqualTo(-1);
    }

    @Test
    void aChangeForOneHour() throws Exception {
        start("orders", "--interval", "500");
        bothWays(
                "A change for one hour",
                1,
                () ->
                        bean.getTimeout() == 1_800_000
                                && List.of(bean.getSettings()).stream()
                                        .anyMatch(setting -> setting.getExpiresAt() > 0));
    }

    @Test
    void severalSettingsAtOnce() throws Exception {
        String recipe = "Several settings at once";
        start("orders", "--interval", "500");
        request(recipe, 1);
        assertThat(bean.getInterval()).isEqualTo(300_000);
        request(recipe, 2);
        assertThat(bean.getInterval()).isEqualTo(500);
        command(recipe, 1);
        assertThat(bean.getInterval()).isEqualTo(500);
        command(recipe, 1, "--dry-run", "");
        assertThat(bean.getInterval()).isEqualTo(300_000);
        assertThat(bean.getMinPause()).isEqualTo(60_000);
        assertThat(bean.getTimeout()).isEqualTo(1_200_000);
        command(recipe, 2);
        assertThat(bean.getInterval()).isEqualTo(500);
    }

    @Test
    void twoPeopleAtOnce() throws Exception {
        String recipe = "Two people at once";
        start("orders", "--interval", "500");
        request(recipe, 1, ",0,7]", ",0," + bean.getRevision() + "]");
        assertThat(bean.getInterval()).isEqualTo(120_000);
        bean.resetSettings();
        command(recipe, 1, "--revision 7", "--revision " + bean.getRevision());
        assertThat(bean.getInterval()).isEqualTo(120_000);
    }

    @Test
    void aSlowCheckpointThatHoldsUpTheNext() throws Exception {
        start("orders", "--interval", "500");
        bothWays("A slow checkpoint holds up the next one", 1, () -> bean.getMaxConcurrent() == 2);
    }

    @Test
    void aCheckpointThatMustNotBeDeleted() throws Exception {
        String recipe = "A checkpoint must not be deleted";
        start("orders", "--interval", "500");
        await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);

        // pinned by one and the other
        Path kept = path(request(recipe, 1).getAsJsonObject());
        long completed = bean.getCompletedCount();
        await("newer ones").atMost(SOON).until(() -> bean.getCompletedCount() > completed + 1);
        assertThat(command(recipe, 1)).contains("is pinned", "file:");
        assertThat(bean.getPinnedCount()).isEqualTo(2);
        assertThat(request(recipe, 2).getAsJsonArray()).hasSize(2);
        assertThat(command(recipe, 2)).contains("before the upgrade");

        // let go by one and the other
        String first = Long.toString(bean.getPinnedCheckpoints()[0].getId());
        String second = Long.toString(bean.getPinnedCheckpoints()[1].getId());
        assertThat(kept).exists();
        request(recipe, 3, "[17]", "[" + first + "]");
        await("it to go").atMost(SOON).until(() -> Files.notExists(kept));
        command(recipe, 3, "orders 17", "orders " + second);
        assertThat(bean.getPinnedCount()).isZero();

        bothWays(recipe, 4, () -> bean.getNumRetained() == 5);
    }

    @Test
    void aJobThatIsMigrated() throws Exception {
        String recipe = "Patch a node, or migrate a job";
        String old = start("orders", "--interval", "500");
        await("a checkpoint").atMost(SOON).until(() -> bean.getCompletedCount() > 0);

        // suspended, and made to outlive the job
        request(recipe, 1);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.ALL);
        bean.resume();
        assertThat(command(recipe, 1)).contains("ALL");
        bothWays(recipe, 2, () -> bean.getRetention().equals("RETAIN_ON_CANCELLATION"));
        JsonObject verdict = request(recipe, 3).getAsJsonObject();
        assertThat(verdict.get("safe").getAsBoolean()).as("%s", verdict).isTrue();

        // started from there, and the old one taken away
        String next =
                startAgain(
                        PAGE.take("Stop a job without reading anything twice", 2, 1),
                        verdict.get("externalPath").getAsString());
        cluster.rest().cancel(old);
        await("its end").atMost(SOON).until(() -> cluster.rest().jobStatus(old).equals("CANCELED"));
        assertThat(path(verdict)).exists();

        // cancelled
        open(next);
        request(recipe, 1);
        request(recipe, 4);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
        request(recipe, 1);
        request(recipe, 2);
        command(recipe, 4);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
        assertThat(bean.getRetention()).isEqualTo("NO_EXTERNALIZED_CHECKPOINTS");

        // with as little reprocessing as possible
        request(recipe, 5);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
        bean.resume();
        command(recipe, 5);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
    }

    @Test
    void nodesThatArePatched() throws Exception {
        String recipe = "Patch nodes under the adaptive scheduler";
        start("orders", "--interval", "500");
        request(recipe, 1);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
        bean.resume();
        command(recipe, 1);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.PERIODIC);
        assertThat(request(recipe, 2).toString()).contains("RescalePending", "ForcedRescaleAt");
        assertThat(command(recipe, 2)).contains("orders");
        long taken = request(recipe, 3).getAsJsonObject().get("id").getAsLong();
        assertThat(bean.getLatestCompletedId()).isEqualTo(taken);
        command(recipe, 3);
        assertThat(bean.getLatestCompletedId()).isGreaterThan(taken);
        request(recipe, 4);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
        bean.suspend("PERIODIC");
        command(recipe, 4);
        assertThat(bean.getSuspension()).isEqualTo(SuspensionMode.NONE);
    }

    @Test
    void aStopWithoutReadingAnythingTwice() throws Exception {
        String recipe = "Stop a job without reading anything twice";
        String first = start("orders", "--interval", "500");
        String path = request(recipe, 1).getAsJsonObject().get("externalPath").getAsString();
        await("its end")
                .atMost(SOON)
                .until(() -> cluster.rest().jobStatus(first).equals("FINISHED"));

        String second = startAgain(PAGE.take(recipe, 2, 1), path);
        assertThat(command(recipe, 1)).contains("file:");
        await("its end")
                .atMost(SOON)
                .until(() -> cluster.rest().jobStatus(second).equals("FINISHED"));

        // with a savepoint
        String place = "s3://bucket/savepoints";
        String savepoints = directory.toUri().toString();
        start("orders", "--interval", "500");
        assertThat(path(request(recipe, 3, place, savepoints).getAsJsonObject()).getParent())
                .isEqualTo(directory);
        start("orders", "--interval", "500");
        assertThat(command(recipe, 3, place, savepoints))
                .contains("savepoint", "file:" + directory);
    }

    @Test
    void theFirstCheckpointAfterARestartAndSavepointsThatTimeOut() throws Exception {
        start("orders", "--interval", "500");
        bothWays(
                "Savepoints time out although checkpoints complete",
                1,
                () -> bean.getSavepointTimeout() == 3_600_000);
        bean.resetSettings();

        String recipe = "The first checkpoint after a restart";
        bothWays(recipe, 1, () -> bean.getInitialDelay() == 1_800_000);
        JsonObject taken = request(recipe, 2).getAsJsonObject();
        assertThat(command(recipe, 2)).contains("file:");
        bothWays(recipe, 3, () -> bean.getInitialDelay() == 0);
        assertThat(taken.get("id").getAsLong()).isPositive();
        assertThat(request(recipe, 4).getAsJsonObject().get("RestoredFromId").getAsLong())
                .isEqualTo(-1);
        assertThat(command(recipe, 4)).contains("InitialDelay", "Next trigger");
    }

    @Test
    void aSubtaskThatHangs() throws Exception {
        String recipe = "One subtask hangs, and no checkpoint gets past it";
        snapshots(HANGS);
        start("orders", "--interval", "10", "--timeout", "100000");
        PendingCheckpointInfo hanging = awaitInFlight(0);
        String itsId = Long.toString(hanging.getId());

        assertThat(shell.run(PAGE.take(recipe, 1, 1))).isNotBlank();
        assertThat(command(recipe, 1)).contains("Checkpoint " + itsId);
        JsonObject failed = request(recipe, 2, "[17,", "[" + itsId + ",").getAsJsonObject();
        assertThat(failed.getAsJsonArray("tasks")).hasSize(1);
        PendingCheckpointInfo next = awaitInFlight(hanging.getId());
        command(recipe, 2);
        awaitInFlight(next.getId());
        assertThat(history()).filteredOn("failHoldingTasks"::equals).hasSize(2);

        recipe = "No checkpoint is triggered, and Flink does not say why";
        bean.suspend("PERIODIC");
        assertThat(request(recipe, 1).getAsJsonObject().get("NotTriggering").getAsString())
                .startsWith("Checkpointing is suspended");
        assertThat(command(recipe, 1)).contains("Checkpointing is suspended");
    }

    @Test
    void aScriptThatMayDie() throws Exception {
        start("orders", "--interval", "500");
        Callable<Boolean> suspendedForSomeTime =
                () ->
                        bean.getSuspension() == SuspensionMode.ALL
                                && bean.suspend("ALL").getResumesAt() > 0;
        request("A script that may die", 1);
        assertThat(suspendedForSomeTime.call()).isTrue();
        bean.resume();
        command("A script that may die", 1);
        assertThat(suspendedForSomeTime.call()).isTrue();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void takesTheAgentOut() throws Exception {
        start("orders", "--interval", "500");
        bean.suspend("ALL");
        request("Take the agent out", 1);
        beans.awaitNone();

        AgentProgram attached =
                AgentProgram.run(
                        "attach",
                        Long.toString(cluster.jobManagerPid()),
                        "jolokia.port=0,jolokia.tokenFile=" + token);
        assertThat(attached.exitCode()).as(attached.output()).isZero();
        url = beans.awaitJolokiaUrl();
        open(jobs.get(0));
        command("Take the agent out", 1);
        beans.awaitNone();
        long completed = completed();
        await("checkpoints").atMost(SOON).until(() -> completed() > completed + 1);
    }

    private long completed() {
        return cluster.rest().checkpoints(jobs.get(0)).counts().completed();
    }

    /** Starts the job of the recipe and opens a shell for it. */
    private String start(String name, String... options) throws IOException {
        String job = submit(name, options);
        bean = beans.job(job);
        open(job);
        return job;
    }

    private String submit(String name, String... options) {
        List<String> all = new ArrayList<>(List.of("--name", name));
        all.addAll(List.of("--snapshotFile", directory.resolve("snapshot").toString()));
        all.addAll(List.of(options));
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        String job = cluster.rest().submit(jar, all, 1);
        jobs.add(job);
        cluster.rest().awaitRunning(job);
        return job;
    }

    private void open(String job) throws IOException {
        // no one answers a prompt
        String yes =
                "ckptctl() { case $1 in"
                        + " abort|rescue|set|detach|stop|unpin|fail-holders) command ckptctl \"$@\" --yes;;"
                        + " *) command ckptctl \"$@\";; esac; }\n";
        String prelude = yes + PAGE.take("Reach it", 1, 1);
        shell =
                new Shell(
                        Files.createTempDirectory(directory, "bin"),
                        cluster,
                        Map.of(
                                "FLINK_CONF_DIR",
                                cluster.checkpointDirectory().resolveSibling("conf").toString(),
                                "CKPTCTL_URL",
                                url,
                                "CKPTCTL_TOKEN_FILE",
                                token.toString(),
                                "XDG_CACHE_HOME",
                                shared.resolve("cache").toString()),
                        here(prelude, "3df3cd6a56985e265a602ced3e274693", job));
    }

    /** Replaces what differs between environments: the token's file and the port. */
    private static String here(String commands, String... literals) {
        String text =
                commands.replace("/var/lib/flink/ckptctl-4711.token", token.toString())
                        .replace("127.0.0.1:8778", URI.create(url).getAuthority());
        for (int i = 0; i < literals.length; i += 2) {
            assertThat(text).contains(literals[i]);
            text = text.replace(literals[i], literals[i + 1]);
        }
        return text;
    }

    private JsonElement request(String recipe, int step, String... literals) {
        return shell.request(here(PAGE.take(recipe, step, 1), literals));
    }

    private String command(String recipe, int step, String... literals) {
        return shell.run(here(PAGE.take(recipe, step, 2), literals));
    }

    /** Executes a step with curl, undoes it, and executes it with the command line. */
    private void bothWays(String recipe, int step, Callable<Boolean> done) throws Exception {
        assertThat(done.call()).isFalse();
        request(recipe, step);
        assertThat(done.call()).isTrue();
        bean.resetSettings();
        assertThat(done.call()).isFalse();
        command(recipe, step);
        assertThat(done.call()).isTrue();
    }

    /** Starts the job again with Flink's own command line, from a path in place of the text's. */
    private String startAgain(String commands, String path) {
        List<String> before = cluster.rest().jobs();
        JobJar jar = TestJobs.slowSnapshotJob(cluster.distribution());
        String arguments =
                "-d -c " + jar.entryClass() + " " + jar.jar() + " --name orders --interval 500";
        shell.run(commands.replace("<externalPath>", path).replace("…", arguments));
        String job =
                cluster.rest().jobs().stream()
                        .filter(id -> !before.contains(id))
                        .findFirst()
                        .orElseThrow();
        jobs.add(job);
        cluster.rest().awaitRunning(job);
        bean = beans.job(job);
        assertThat(bean.getRestoredCount()).isEqualTo(1);
        return job;
    }

    private static Path path(JsonObject answer) {
        return Path.of(URI.create(answer.get("externalPath").getAsString()));
    }

    /** Sets the duration of snapshots from now on, including those in progress. */
    private void snapshots(String millis) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), millis);
        Files.move(next, directory.resolve("snapshot"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits for a checkpoint with a higher id than another. */
    private PendingCheckpointInfo awaitInFlight(long above) {
        PendingCheckpointInfo[] found =
                await("a checkpoint above " + above)
                        .atMost(SOON)
                        .until(
                                bean::getPendingCheckpoints,
                                pending -> pending.length == 1 && pending[0].getId() > above);
        return found[0];
    }

    /** Waits for a checkpoint that was triggered after the snapshots had been set to hang. */
    private PendingCheckpointInfo awaitOneThatHangs() {
        PendingCheckpointInfo before = awaitInFlight(0);
        try {
            bean.abortCheckpoint(before.getId());
        } catch (IllegalArgumentException | IllegalStateException e) {
            // it has ended meanwhile
            assertThat(bean.getLatestCompletedId()).isGreaterThanOrEqualTo(before.getId());
        }
        return awaitInFlight(before.getId());
    }

    private PendingCheckpointInfo inFlight(PendingCheckpointInfo checkpoint) {
        PendingCheckpointInfo now = bean.getPendingCheckpoints()[0];
        assertThat(now.getId()).isEqualTo(checkpoint.getId());
        return now;
    }

    private List<String> history() {
        return List.of(bean.getHistory()).stream().map(ChangeHistoryEntry::getAction).toList();
    }
}
