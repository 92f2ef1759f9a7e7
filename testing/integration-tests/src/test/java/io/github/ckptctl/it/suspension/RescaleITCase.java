// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.suspension;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkClusterBuilder;
import io.github.ckptctl.cluster.JobJar;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.control.model.Capability;
import io.github.ckptctl.it.matrix.Proves;
import io.github.ckptctl.it.support.AgentJar;
import io.github.ckptctl.it.support.Beans;
import io.github.ckptctl.it.support.FlinkLine;
import io.github.ckptctl.it.support.Records;
import io.github.ckptctl.it.support.SaboteurJar;
import io.github.ckptctl.it.support.SharedClusterTestBase;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Test of rescales that the adaptive scheduler would force, with Flink's own delay: three submitted
 * intervals.
 */
@Tag("full")
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("io.github.ckptctl.it.support.FlinkLine#waitingRescales")
class RescaleITCase {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration TEN_INTERVALS = Duration.ofSeconds(10);
    private static final String INTERVAL = "1000";
    private static final String NEVER = "600000";

    /** A year: no periodic checkpoint after the first. */
    private static final String BY_HAND = "31536000000";

    private static final String EXECUTING = "jobmanager.adaptive-scheduler.executing.";

    static FlinkCluster cluster;
    static Beans beans;

    private final FlinkLine line;
    @TempDir Path directory;
    private String job = "";

    RescaleITCase(FlinkLine line) {
        this.line = line;
    }

    @BeforeParameterizedClassInvocation
    static void start(FlinkLine line) {
        use(builder(line, "RescaleITCase").start());
    }

    private static FlinkClusterBuilder builder(FlinkLine line, String name) {
        // without the settings that make a rescale happen at once
        return new FlinkLine(line.version(), false)
                .cluster(name + "-adaptive")
                .config("jobmanager.scheduler", "adaptive")
                .config(EXECUTING + "cooldown-after-rescaling", "0 s")
                // within ten intervals, so that the timers of both phases are due meanwhile
                .config(EXECUTING + "resource-stabilization-timeout", "5 s")
                .agent(AgentJar.path(), "jolokia.enabled=false")
                .jmx(true)
                .slots(4);
    }

    private static void use(FlinkCluster started) {
        cluster = started;
        beans = new Beans(started);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void cancel() {
        if (!job.isEmpty()) {
            cluster.rest().cancel(job);
        }
        beans.assertHooksAreWell();
    }

    @Test
    @Proves(Capability.FORCED_RESCALE)
    void waitsForTheResumeWhileSuspended() {
        // given
        CheckpointCoordinatorMXBean bean = submitCounting("--interval", INTERVAL);
        SharedClusterTestBase.awaitCheckpoint(bean);
        long suspended = bean.quiesce(SOON.toMillis()).getId();

        // when
        require(1);

        // then: Flink would have forced it after three intervals
        assertNotRescaled(bean);
        assertThat(bean.getForcedRescaleAt()).isEqualTo(-1);
        assertThat(bean.suspend("ALL").getWarnings())
                .anyMatch(warning -> warning.contains("the rescale that is pending waits"));
        assertNotRescaled(bean);
        assertThat(bean.getLatestCompletedId()).isEqualTo(suspended);
        assertThat(Records.in(directory).readAgain()).isZero();

        // and
        bean.resume();
        awaitParallelism(1);
        assertThat(cluster.rest().checkpoints(job).restoredId()).isGreaterThan(suspended);
        await("the end of it").atMost(SOON).until(() -> bean.getRescalePending() == 0);
    }

    @Test
    @Proves(Capability.FORCED_RESCALE)
    void followsACheckpointByHandWhileSuspendedButNoSavepoint() {
        // given
        CheckpointCoordinatorMXBean bean = submitCounting("--interval", INTERVAL);
        SharedClusterTestBase.awaitCheckpoint(bean);
        bean.quiesce(SOON.toMillis());
        require(1);

        // when: a restart does not go back to it
        cluster.rest().triggerSavepoint(job, null);

        // then
        assertNotRescaled(bean);

        // and
        long byHand = bean.triggerCheckpoint("CONFIGURED").getId();
        awaitParallelism(1);
        assertThat(cluster.rest().checkpoints(job).restoredId()).isEqualTo(byHand);
        assertThat(bean.getSuspension().name()).isEqualTo("PERIODIC");
    }

    @Test
    @Proves(Capability.FORCED_RESCALE)
    void countsTheIntervalThatIsInForce() {
        // given
        CheckpointCoordinatorMXBean bean = submitCounting("--interval", INTERVAL);
        SharedClusterTestBase.awaitCheckpoint(bean);
        bean.setInterval(Long.parseLong(NEVER));
        await("what was in flight").atMost(SOON).until(() -> bean.getPendingCount() == 0);
        long before = System.currentTimeMillis();

        // when
        require(1);

        // then
        assertNotRescaled(bean);
        assertThat(bean.getForcedRescaleAt()).isGreaterThan(before + 2 * Long.parseLong(NEVER));
        assertThat(Records.in(directory).readAgain()).isZero();

        // and
        bean.resetSettings();
        awaitParallelism(1);
    }

    @Test
    @Proves(Capability.FORCED_RESCALE)
    void forcesItSoonerWhenTheIntervalIsShorter() {
        // given: no checkpoint ever completes
        CheckpointCoordinatorMXBean bean = submitHanging();
        require(1);
        assertThat(bean.getForcedRescaleAt())
                .isGreaterThan(System.currentTimeMillis() + Long.parseLong(NEVER));

        // when
        long changed = System.currentTimeMillis();
        bean.setInterval(2_000);

        // then
        assertThat(bean.getForcedRescaleAt()).isBetween(changed + 6_000, changed + 60_000);
        awaitParallelism(1);
        assertThat(System.currentTimeMillis()).isGreaterThan(changed + 5_900);
        assertThat(bean.getCompletedCount()).isZero();
    }

    @Test
    @Proves(Capability.FORCED_RESCALE)
    void doesNotCountWhatAnOperatorHadAborted() {
        // given: no checkpoint completes, and after two that fail Flink rescales
        CheckpointCoordinatorMXBean bean = submitHanging();
        require(1);

        // when
        long failed = bean.getFailedCount();
        for (int aborted = 1; aborted <= 3; aborted++) {
            bean.abortCheckpoint(trigger(bean));
        }

        // then: Flink would have rescaled within a second
        assertThat(bean.getFailedCount()).isEqualTo(failed + 3);
        assertNotRescaled(bean);

        // and: those that expire count, until the second one
        bean.setTimeout(500);
        for (int expired = 1; expired <= 2; expired++) {
            cluster.rest().post("/jobs/" + job + "/checkpoints", null);
            int count = expired;
            await("its end").atMost(SOON).until(() -> bean.getExpiredCount() == count);
        }
        awaitParallelism(1);
    }

    /** Flink 2.4 triggers a checkpoint itself when it wants a rescale; here 2.3 is made to. */
    @Test
    @Proves(Capability.UNASKED_TRIGGERS)
    void staysQuietWhenTheSchedulerTriggersByItself() throws Exception {
        FlinkCluster shared = cluster;
        String where =
                "org.apache.flink.runtime.scheduler.adaptive.Executing#onNewResourceRequirements";
        try (FlinkCluster doctored =
                builder(line, "RescaleITCase.triggers")
                        .agent(SaboteurJar.in(directory), "trigger:" + where)
                        .start()) {
            use(doctored);
            // given
            CheckpointCoordinatorMXBean bean = submitCounting("--interval", BY_HAND);
            ask(1);
            awaitParallelism(1);
            assertThat(bean.getCompletedCount()).isPositive();
            assertThat(bean.quiesce(SOON.toMillis()).isQuiesced()).isTrue();
            bean.setRetention("RETAIN_ON_CANCELLATION");
            long triggered = bean.getTriggeredCount();
            long restored = bean.getRestoredCount();

            // when
            require(2);

            // then
            await("a while")
                    .during(TEN_INTERVALS)
                    .atMost(SOON)
                    .until(() -> bean.safeToKill().isSafe() && bean.getRescalePending() == 1);
            assertThat(bean.getTriggeredCount()).isEqualTo(triggered);
            assertThat(bean.getRestoredCount()).isEqualTo(restored);

            // and: what a client requests passes
            cluster.rest().post("/jobs/" + job + "/checkpoints", null);
            awaitParallelism(2);
            cluster.rest().cancel(job);
            beans.assertHooksAreWell();
            job = "";
        } finally {
            use(shared);
        }
    }

    private CheckpointCoordinatorMXBean submitCounting(String... options) {
        String[] all =
                Stream.concat(
                                Stream.of(options),
                                Stream.of(
                                        "--recordsPerSecond", "100", "--directory", directory + ""))
                        .toArray(String[]::new);
        return submit(TestJobs.exactlyOnceJob(cluster.distribution()), all);
    }

    /** Starts a job whose checkpoints are triggered manually and never complete. */
    private CheckpointCoordinatorMXBean submitHanging() {
        CheckpointCoordinatorMXBean bean =
                submit(
                        TestJobs.slowSnapshotJob(cluster.distribution()),
                        "--interval",
                        BY_HAND,
                        "--timeout",
                        NEVER,
                        "--snapshotMillis",
                        NEVER);
        // Flink 2.3 triggers the first one as soon as the tasks run; up to 2.2 it draws the first
        // delay at random, up to the interval
        if (!line.version().matches("2\\.[0-2]\\..*")) {
            bean.abortCheckpoint(awaitInFlight(bean));
        }
        return bean;
    }

    private CheckpointCoordinatorMXBean submit(JobJar jar, String... options) {
        job = cluster.rest().submit(jar, List.of(options), 2);
        cluster.rest().awaitRunning(job);
        return beans.job(job);
    }

    /** Requests another parallelism, and waits until Flink wants the rescale. */
    private void require(int parallelism) {
        CheckpointCoordinatorMXBean bean = beans.job(job);
        ask(parallelism);
        await("a rescale that is wanted").atMost(SOON).until(() -> bean.getRescalePending() == 1);
    }

    private void ask(int parallelism) {
        Map<String, Integer> wanted =
                cluster.rest().vertices(job).stream()
                        .collect(Collectors.toMap(JobVertex::id, vertex -> parallelism));
        cluster.rest().putResourceRequirements(job, wanted);
    }

    /** Triggers a checkpoint without waiting for it, and returns its id. */
    private long trigger(CheckpointCoordinatorMXBean bean) {
        cluster.rest().post("/jobs/" + job + "/checkpoints", null);
        return awaitInFlight(bean);
    }

    private static long awaitInFlight(CheckpointCoordinatorMXBean bean) {
        return await("a checkpoint in flight")
                .atMost(SOON)
                .until(bean::getPendingCheckpoints, pending -> pending.length == 1)[0]
                .getId();
    }

    private void assertNotRescaled(CheckpointCoordinatorMXBean bean) {
        await("ten intervals")
                .during(TEN_INTERVALS)
                .atMost(SOON)
                .until(() -> bean.getRescalePending() == 1 && bean.getRestoredCount() == 0);
        assertThat(cluster.rest().vertices(job)).allMatch(vertex -> vertex.parallelism() == 2);
        assertThat(cluster.rest().jobStatus(job)).isEqualTo("RUNNING");
    }

    private void awaitParallelism(int parallelism) {
        await("the rescale")
                .atMost(SOON)
                .until(
                        () ->
                                cluster.rest().vertices(job).stream()
                                        .allMatch(vertex -> vertex.parallelism() == parallelism));
        cluster.rest().awaitRunning(job);
    }
}
