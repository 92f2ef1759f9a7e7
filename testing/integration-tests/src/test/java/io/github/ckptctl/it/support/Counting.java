// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.it.support;

import io.github.ckptctl.cluster.FlinkCluster;
import io.github.ckptctl.cluster.FlinkRest;
import io.github.ckptctl.cluster.JobVertex;
import io.github.ckptctl.cluster.TestJobs;
import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import io.github.ckptctl.mbeans.CompletedCheckpointInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One job of {@code TestJobs.countingJob}, under back-pressure until it may end. */
public final class Counting {

    /** Enough for a quarter of an hour of the slow operator's two subtasks. */
    private static final long NUMBERS = 200_000;

    private static final Duration SOON = Duration.ofMinutes(2);

    /** Bound on an aligned checkpoint, which takes about 24 s on an otherwise idle machine. */
    private static final Duration ALIGNMENT = Duration.ofMinutes(5);

    private final Path slow;
    private final Path results;

    /**
     * @param directory for the files of this job alone
     */
    public Counting(Path directory) throws IOException {
        slow = Files.createFile(directory.resolve("slow"));
        results = directory.resolve("results");
    }

    /**
     * Returns the job's options: checkpoints 1 s apart, exactly once, aligned.
     *
     * @param more additional ones, of which {@code --set} can be given only here
     */
    public List<String> options(String... more) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "--interval",
                                "1000",
                                "--minPause",
                                "1000",
                                "--numbers",
                                "" + NUMBERS,
                                "--slowFile",
                                slow.toString(),
                                "--directory",
                                results.toString()));
        options.addAll(List.of(more));
        return options;
    }

    /**
     * Submits the job, which is restarted ten times, and waits until it runs.
     *
     * @param set options of Flink's for the job, with a comma before each
     */
    public String submit(FlinkCluster cluster, String set, String... more) {
        List<String> options = options(more);
        options.add("--set");
        options.add(
                "restart-strategy.type=fixed-delay,restart-strategy=fixed-delay"
                        + ",restart-strategy.fixed-delay.attempts=10"
                        + ",restart-strategy.fixed-delay.delay=1s"
                        + set);
        String job =
                cluster.rest().submit(TestJobs.countingJob(cluster.distribution()), options, 2);
        cluster.rest().awaitRunning(job);
        return job;
    }

    /** Returns a checkpoint that waited behind the records in front of its barriers. */
    public static CompletedCheckpointInfo awaitAligned(CheckpointCoordinatorMXBean bean) {
        CompletedCheckpointInfo aligned =
                await("a checkpoint that aligned for long")
                        .atMost(ALIGNMENT)
                        .until(
                                bean::getLatestCompletedCheckpoint,
                                latest -> latest.getDuration() > 5_000);
        assertThat(aligned.getPersistedInFlight()).isZero();
        return aligned;
    }

    /** Returns the next checkpoint that overtook records. */
    public static CompletedCheckpointInfo awaitUnaligned(CheckpointCoordinatorMXBean bean) {
        long id = bean.getLatestCompletedId();
        return await("an unaligned checkpoint")
                .atMost(SOON)
                .until(
                        bean::getLatestCompletedCheckpoint,
                        latest -> latest.getId() > id && latest.getPersistedInFlight() > 0);
    }

    /** Changes the parallelism of all vertices; only the adaptive scheduler supports this. */
    public static void rescale(FlinkRest rest, String job, int parallelism) {
        Map<String, Integer> wanted =
                rest.vertices(job).stream()
                        .collect(Collectors.toMap(JobVertex::id, vertex -> parallelism));
        rest.putResourceRequirements(job, wanted);
        await("the rescale")
                .atMost(SOON)
                .until(
                        () ->
                                rest.vertices(job).stream()
                                        .allMatch(vertex -> vertex.parallelism() == parallelism));
        rest.awaitRunning(job);
    }

    /** Returns the number of starts of the job's first task, as a text to compare. */
    public static String attempt(FlinkRest rest, String job) {
        String first = rest.vertices(job).get(0).id();
        return rest.get("/jobs/" + job + "/vertices/" + first + "/subtasks/0")
                .getAsJsonObject()
                .get("attempt")
                .toString();
    }

    /** Lets the job finish, and asserts that each number has arrived exactly once. */
    public void assertNothingIsLostOrDoubled(FlinkRest rest, String job) throws IOException {
        Files.delete(slow);
        await("the job's end").atMost(SOON).until(() -> rest.jobStatus(job).equals("FINISHED"));
        assertThat(Counted.in(results)).isEqualTo(Counted.eachOnce(NUMBERS));
    }
}
