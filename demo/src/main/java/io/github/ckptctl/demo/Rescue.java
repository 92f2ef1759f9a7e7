// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CheckpointObjectNames;
import io.github.ckptctl.mbeans.PendingCheckpointInfo;

import javax.management.JMX;
import javax.management.ObjectName;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The story: checkpoints that expire, a longer timeout, the one in flight re-armed, and saved. */
final class Rescue {

    private static final long SNAPSHOT_MILLIS = 8_000;
    private static final long TIMEOUT_MILLIS = 4_000;
    private static final long LONGER_MILLIS = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final FlinkCluster cluster;
    private final Screen screen;
    private final Curl curl;
    private final Path token;
    private String job = "";

    Rescue(FlinkCluster cluster, Screen screen, int port, Path token) {
        this.cluster = cluster;
        this.screen = screen;
        this.curl = new Curl(port, token);
        this.token = token;
    }

    /** Plays the story; answers whether the checkpoint that was in trouble completed. */
    boolean play() throws IOException, InterruptedException {
        submit();
        CheckpointCoordinatorMXBean bean = bean();
        Watch watch = new Watch(bean, screen);

        screen.title("1  A job in trouble");
        screen.text(
                "Its snapshots take 8 s and its timeout is 4 s: no checkpoint can ever complete.");
        until(watch, () -> bean.getExpiredCount() >= 2 && !isEmpty(bean));
        until(watch, () -> bean.getOldestPendingAge() > TIMEOUT_MILLIS / 2);
        long doomed = bean.getPendingCheckpoints()[0].getId();

        screen.title("2  The rescue, while checkpoint " + doomed + " is half way to its deadline");
        screen.text(
                "A longer timeout counts for the next checkpoint; re-arming saves this one too.");
        call(
                "{\"type\":\"write\",\"mbean\":\""
                        + shortName()
                        + "\",\"attribute\":\"Timeout\",\"value\":"
                        + LONGER_MILLIS
                        + "}");
        call(
                "{\"type\":\"exec\",\"mbean\":\""
                        + shortName()
                        + "\",\"operation\":\"rescheduleInFlight\",\"arguments\":[]}");

        screen.title("3  The same job, never restarted");
        boolean rescued = until(watch, () -> bean.getLatestCompletedId() >= doomed);
        rescued &= bean.getLatestCompletedId() == doomed;
        rescued &= until(watch, () -> bean.getLatestCompletedId() > doomed);
        screen.text(
                rescued
                        ? "Checkpoint "
                                + doomed
                                + " would have been lost; the next ones follow by themselves."
                        : "Checkpoint "
                                + doomed
                                + " was not saved; see "
                                + cluster.jobManagerLog());
        return rescued;
    }

    /** Says where the running cluster can be looked at. */
    void showWhereToLook() {
        screen.title("Still running; Ctrl-C ends it");
        screen.entry("Flink's Web UI", cluster.webUrl() + "/#/job/running/" + job + "/checkpoints");
        screen.entry("HTTP (Jolokia)", curl.url());
        screen.entry("token", token.toString());
        screen.entry("JMX", cluster.jmxUrl().toString());
        screen.entry("bean", shortName());
        screen.command(
                curl.line(
                        "{\"type\":\"exec\",\"mbean\":\""
                                + shortName()
                                + "\",\"operation\":\"suspend\",\"arguments\":[\"ALL\"]}"));
        screen.command(curl.line("{\"type\":\"read\",\"mbean\":\"" + shortName() + "\"}"));
    }

    private void submit() {
        job =
                cluster.rest()
                        .submit(
                                TestJobs.slowSnapshotJob(cluster.distribution()),
                                List.of(
                                        "--name",
                                        "orders",
                                        "--interval",
                                        "1000",
                                        "--timeout",
                                        Long.toString(TIMEOUT_MILLIS),
                                        "--snapshotMillis",
                                        Long.toString(SNAPSHOT_MILLIS)),
                                2);
        cluster.rest().awaitRunning(job);
    }

    private CheckpointCoordinatorMXBean bean() throws IOException, InterruptedException {
        ObjectName pattern = CheckpointObjectNames.coordinatorOf(job);
        Set<ObjectName> names = cluster.jmx().queryNames(pattern, null);
        while (names.isEmpty()) {
            Thread.sleep(LOOK_AGAIN.toMillis());
            names = cluster.jmx().queryNames(pattern, null);
        }
        return JMX.newMXBeanProxy(
                cluster.jmx(), names.iterator().next(), CheckpointCoordinatorMXBean.class);
    }

    private String shortName() {
        return "flink.checkpointing:type=CheckpointCoordinator,job_id=" + job;
    }

    private void call(String json) throws IOException, InterruptedException {
        screen.command(curl.line(json));
        JsonElement answer = JsonParser.parseString(curl.post(json));
        screen.answer(answer.getAsJsonObject().get("value").toString());
    }

    private static boolean isEmpty(CheckpointCoordinatorMXBean bean) {
        return bean.getPendingCheckpoints().length == 0;
    }

    /** Shows what happens until a condition holds; answers false when patience runs out. */
    private static boolean until(Watch watch, BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - end < 0) {
            watch.look();
            if (condition.getAsBoolean()) {
                watch.look();
                return true;
            }
            Thread.sleep(LOOK_AGAIN.toMillis());
        }
        return false;
    }

    /** Notices what became of checkpoints since the last look. */
    private static final class Watch {

        private final CheckpointCoordinatorMXBean bean;
        private final Screen screen;
        private long triggered;
        private long failed;
        private long completed = -1;

        Watch(CheckpointCoordinatorMXBean bean, Screen screen) {
            this.bean = bean;
            this.screen = screen;
        }

        void look() {
            if (bean.getLatestFailedCheckpoint().getId() > failed) {
                failed = bean.getLatestFailedCheckpoint().getId();
                screen.event(failed, "expired before it was complete");
            }
            if (bean.getLatestCompletedId() > completed) {
                completed = bean.getLatestCompletedId();
                screen.event(
                        completed, "COMPLETED after " + bean.getLatestCompletedDuration() + " ms");
            }
            for (PendingCheckpointInfo pending : bean.getPendingCheckpoints()) {
                if (pending.getId() > triggered) {
                    triggered = pending.getId();
                    long allowed = pending.getDeadline() - pending.getTriggeredAt();
                    screen.event(triggered, "triggered, may take " + allowed + " ms");
                }
            }
        }
    }
}
