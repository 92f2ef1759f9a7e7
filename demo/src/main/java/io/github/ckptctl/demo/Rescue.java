// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.demo;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The story: checkpoints that expire, a longer timeout, the one in flight re-armed, and saved. */
final class Rescue {

    private static final long SNAPSHOT_MILLIS = 8_000;
    private static final long TIMEOUT_MILLIS = 4_000;
    private static final long LONGER_MILLIS = 60_000;

    /** How old a checkpoint is when it is saved: it has most of its time before it still. */
    private static final long SAVED_AT_MILLIS = 1_000;

    private final FlinkCluster cluster;
    private final Screen screen;
    private final Endpoint endpoint;
    private final AgentBeans beans;
    private final Patience patience;
    private String job = "";

    Rescue(
            FlinkCluster cluster,
            Screen screen,
            Endpoint endpoint,
            AgentBeans beans,
            Patience patience) {
        this.cluster = cluster;
        this.screen = screen;
        this.endpoint = endpoint;
        this.beans = beans;
        this.patience = patience;
    }

    /** Plays the story; answers whether the checkpoint that was in trouble completed. */
    boolean play() throws IOException, InterruptedException {
        screen.title("1  A job in trouble");
        screen.text("Its snapshots take 8 s and its timeout is 4 s: no checkpoint can complete.");
        submit();
        CheckpointCoordinatorMXBean bean = beans.job(job);
        CheckpointWatch watch = new CheckpointWatch(bean, screen);
        watched(watch, () -> bean.getExpiredCount() >= 2);
        if (!watched(watch, () -> bean.getOldestPendingAge() > SAVED_AT_MILLIS)) {
            return false;
        }
        long doomed = bean.getPendingCheckpoints()[0].getId();

        screen.title("2  The rescue, while checkpoint " + doomed + " is in flight");
        screen.text("A longer timeout. It counts from the next checkpoint on:");
        String before = call(written("Timeout", LONGER_MILLIS));
        screen.answer(before + "   (the value until now)");
        screen.text("So checkpoint " + doomed + " gets the new deadline too:");
        screen.answer(call(called("rescheduleInFlight", "")));

        screen.title("3  The same job, never restarted");
        watched(watch, () -> bean.getLatestCompletedId() >= doomed);
        boolean rescued = bean.getLatestCompletedId() == doomed;
        rescued &= watched(watch, () -> bean.getLatestCompletedId() > doomed);
        screen.text(
                rescued
                        ? "Checkpoint " + doomed + " was saved, and the next ones follow."
                        : "Checkpoint " + doomed + " was lost; see " + cluster.jobManagerLog());
        return rescued;
    }

    /** Says where the running cluster can be looked at, and what else can be done with the job. */
    void showWhereToLook() {
        screen.title("It stays up until Ctrl-C");
        screen.entry("Flink UI", cluster.webUrl() + "/#/job/running/" + job + "/checkpoints");
        screen.entry("Jolokia", endpoint.url());
        screen.entry("token", endpoint.token().toString());
        screen.entry("JMX", cluster.jmxUrl().toString());
        screen.entry("bean", shortName());
        screen.text("Everything about the job:");
        screen.command(endpoint.curl(read()));
        screen.text("No checkpoint of it can complete any more, until resume():");
        screen.command(endpoint.curl(called("suspend", "\"ALL\"")));
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
        screen.event("job orders runs");
    }

    private String call(String json) throws IOException, InterruptedException {
        screen.command(endpoint.curl(json));
        return endpoint.send(json);
    }

    private boolean watched(CheckpointWatch watch, BooleanSupplier condition)
            throws InterruptedException {
        return patience.until(
                () -> {
                    watch.look();
                    return condition.getAsBoolean();
                });
    }

    private String written(String attribute, long value) {
        return "{\"type\":\"write\",\"attribute\":\""
                + attribute
                + "\",\"value\":"
                + value
                + ","
                + onBean();
    }

    private String called(String operation, String arguments) {
        return "{\"type\":\"exec\",\"operation\":\""
                + operation
                + "\",\"arguments\":["
                + arguments
                + "],"
                + onBean();
    }

    private String read() {
        return "{\"type\":\"read\"," + onBean();
    }

    /** The rest of a request, on a line of its own. */
    private String onBean() {
        return "\n         \"mbean\":\"" + shortName() + "\"}";
    }

    private String shortName() {
        return "flink.checkpointing:type=CheckpointCoordinator,job_id=" + job;
    }
}
