// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.util.Map;

/** Jobs for tests, compiled from source against the Flink version they are to run on. */
public final class TestJobs {

    private static final String PACKAGE = "io.github.ckptctl.cluster.jobs.";

    private TestJobs() {}

    /**
     * Returns a job that runs for ever, with a keyed operator whose snapshots take their time.
     *
     * <p>Its options are pairs of name and value, each an element of the argument list:
     *
     * <ul>
     *   <li>{@code --interval}: milliseconds between checkpoints; without it there are none
     *   <li>{@code --timeout}, {@code --minPause}: milliseconds; Flink's default without
     *   <li>{@code --tolerable}: failed checkpoints in a row that the job survives, 1000000
     *   <li>{@code --concurrent}: checkpoints at a time, 1
     *   <li>{@code --unaligned}: {@code true} for unaligned checkpoints
     *   <li>{@code --snapshotMillis}: how long a snapshot takes, 0
     *   <li>{@code --snapshotFile}: a file whose content, if there is any, wins over {@code
     *       --snapshotMillis}; read for each snapshot and while it lasts
     *   <li>{@code --slowSubtasks}: how many subtasks are slow, all
     *   <li>{@code --recordsPerSecond}: of each source subtask, 50
     *   <li>{@code --name}: the job's name
     * </ul>
     */
    public static JobJar slowSnapshotJob(FlinkDistribution distribution) {
        return new JobJar(
                new SourceJar("jobs/SlowSnapshotJob", Map.of()).compile(distribution),
                PACKAGE + "SlowSnapshotJob");
    }
}
