// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Jobs for tests, compiled from source against the Flink version they are to run on. */
public final class TestJobs {

    private static final String PACKAGE = "io.github.ckptctl.cluster.jobs.";

    private TestJobs() {}

    /**
     * Returns a job that runs for ever, with a keyed operator whose snapshots are slow.
     *
     * <p>Its options are pairs of name and value, each an element of the argument list:
     *
     * <ul>
     *   <li>{@code --interval}: milliseconds between checkpoints; without it there are none
     *   <li>{@code --timeout}, {@code --minPause}: milliseconds; Flink's default without
     *   <li>{@code --tolerable}: failed checkpoints in a row that the job survives, 1000000
     *   <li>{@code --concurrent}: checkpoints at a time, 1
     *   <li>{@code --unaligned}: {@code true} for unaligned checkpoints
     *   <li>{@code --alignedTimeout}: milliseconds until an aligned checkpoint becomes unaligned;
     *       Flink's default, at once, without
     *   <li>{@code --snapshotMillis}: how long a snapshot takes, 0
     *   <li>{@code --snapshotFile}: a file whose content, if there is any, overrides {@code
     *       --snapshotMillis}; read for each snapshot and while it lasts
     *   <li>{@code --slowSubtasks}: how many subtasks are slow, all
     *   <li>{@code --recordsPerSecond}: of each source subtask, 50
     *   <li>{@code --hangFile}: a file whose appearance makes one subtask hang in a call, until it
     *       is interrupted or, if the file contains {@code deaf}, until there is a file of that
     *       name with the suffix {@code .heard}
     *   <li>{@code --set}: options of Flink, as {@code key=value} separated by commas
     *   <li>{@code --name}: the job's name
     * </ul>
     */
    public static JobJar slowSnapshotJob(FlinkDistribution distribution) {
        return job(distribution, "SlowSnapshotJob");
    }

    /**
     * Returns a job that runs for ever under back-pressure: a source that is always faster, an
     * operator {@code slow} that takes some time for each record, and exchanges between them whose
     * network buffers are full.
     *
     * <p>With the default options, parallelism 2 and all subtasks in one TaskManager, an aligned
     * checkpoint takes about 24 s, an unaligned one well below a second. It takes longer with
     * smaller records, more exchanges, slower records, and subtasks in different TaskManagers.
     *
     * <p>The slow operator's metric {@code slow.processed} counts its records; records that a
     * failure undoes are subtracted again, down to {@code slow.restored}. The job's options are
     * pairs of name and value, each an element of the argument list:
     *
     * <ul>
     *   <li>{@code --interval}: milliseconds between checkpoints; without it there are none
     *   <li>{@code --timeout}, {@code --minPause}: milliseconds; Flink's default without
     *   <li>{@code --tolerable}: failed checkpoints in a row that the job survives, 1000000
     *   <li>{@code --concurrent}: checkpoints at a time, 1
     *   <li>{@code --unaligned}: {@code true} for unaligned checkpoints
     *   <li>{@code --alignedTimeout}: milliseconds until an aligned checkpoint becomes unaligned;
     *       Flink's default, at once, without
     *   <li>{@code --recordMillis}: how long the slow operator takes for a record, 10
     *   <li>{@code --recordBytes}: how large a record is, 256
     *   <li>{@code --exchanges}: all-to-all exchanges between the source and the slow operator, 2
     *   <li>{@code --failFile}: a file whose appearance fails the job once
     *   <li>{@code --name}: the job's name
     * </ul>
     */
    public static JobJar backPressureJob(FlinkDistribution distribution) {
        return job(distribution, "BackPressureJob");
    }

    /**
     * Returns {@link #slowSnapshotJob} with a source that reports a backlog while a file exists;
     * for Flink versions from 1.19 on.
     *
     * <p>It takes the same options, and two more:
     *
     * <ul>
     *   <li>{@code --backlogFile}: the file, checked ten times a second; never a backlog without
     *   <li>{@code --intervalDuringBacklog}: milliseconds between checkpoints during a backlog, 0
     *       for none meanwhile; {@code --interval} without
     * </ul>
     */
    public static JobJar backlogJob(FlinkDistribution distribution) {
        return job(distribution, "BacklogJob", "SlowSnapshotJob");
    }

    /**
     * Returns a job that reads numbers for ever, logs each number that it reads to a file, and
     * writes them to files that appear with the checkpoint that they belong to, each exactly once.
     *
     * <p>Its options are pairs of name and value: {@code --interval}, {@code --timeout}, {@code
     * --minPause}, {@code --tolerable}, {@code --unaligned}, {@code --alignedTimeout}, {@code
     * --recordsPerSecond} and {@code --name} as those of {@link #slowSnapshotJob}, and
     *
     * <ul>
     *   <li>{@code --directory}: the output directory: the numbers that were read in files below
     *       {@code read}, and the output below {@code committed}, a number in each line; and when
     *       event time ends, a file for each key below {@code fired}
     *   <li>{@code --finite}: a second source reads this number of negative numbers and ends
     *   <li>{@code --holdEnumerator}, {@code --holdSource}, {@code --holdSnapshot}, {@code
     *       --holdCommit}: a file. As long as it exists, the source's enumerator blocks in its
     *       snapshots, or the source's tasks block at a record, or the tasks that write block in
     *       their snapshots or after their commits of the checkpoints above the one whose id is in
     *       the file
     *   <li>{@code --blocking}: {@code true} for blocking edges between the tasks
     *   <li>{@code --set}: options of Flink, as {@code key=value} separated by commas
     * </ul>
     */
    public static JobJar exactlyOnceJob(FlinkDistribution distribution) {
        return job(distribution, "ExactlyOnceJob");
    }

    /**
     * Returns a job that sends numbers through exchanges under back-pressure, ends when all have
     * arrived, and writes down which arrived and how often one arrived again.
     *
     * <p>With two subtasks in one TaskManager and while its last operator is slow, an aligned
     * checkpoint takes about 24 s. It takes the options of {@link #backPressureJob} about
     * checkpoints, and:
     *
     * <ul>
     *   <li>{@code --numbers}: how many numbers, 20000
     *   <li>{@code --slowFile}: a file; while it exists each record takes {@code --recordMillis},
     *       10; no time otherwise
     *   <li>{@code --edges}: {@code mixed} for a pointwise edge and a broadcast one beside the
     *       all-to-all ones, {@code custom} for a custom partitioner, {@code regions} for pointwise
     *       ones alone, so that the subtasks fail over one by one
     *   <li>{@code --failFile}: a file whose appearance fails one subtask once, while it is slow
     *   <li>{@code --directory}: where each subtask writes the numbers that it has seen, at its end
     *   <li>{@code --set}: options of Flink, as {@code key=value} separated by commas
     * </ul>
     */
    public static JobJar countingJob(FlinkDistribution distribution) {
        return job(distribution, "CountingJob");
    }

    /**
     * Returns a job of one task that waits for ever and only takes checkpoints.
     *
     * <p>Its options are {@code --interval}, {@code --timeout}, {@code --minPause}, {@code
     * --tolerable} and {@code --name}, as those of {@link #slowSnapshotJob}.
     */
    public static JobJar idleJob(FlinkDistribution distribution) {
        return job(distribution, "IdleJob");
    }

    /**
     * Returns a job that writes numbers to a topic of Kafka, exactly once, a few after each
     * completed checkpoint. {@link KafkaJars#connector} must be in front of the class path of its
     * cluster.
     *
     * <p>Its options are {@code --interval}, {@code --timeout} and {@code --name} as those of
     * {@link #slowSnapshotJob}, and
     *
     * <ul>
     *   <li>{@code --broker}, {@code --topic}: where to
     *   <li>{@code --transactionTimeout}: the timeout of its transactions in milliseconds
     *   <li>{@code --numbers}: how many after each checkpoint, 10
     * </ul>
     */
    public static JobJar kafkaSinkJob(FlinkDistribution distribution) {
        String name = "KafkaSinkJob";
        SourceJar source = new SourceJar(List.of("jobs/" + name, "jobs/JobOptions"), Map.of());
        return new JobJar(
                source.compile(distribution, KafkaJars.connector(distribution)), PACKAGE + name);
    }

    /** Returns the job of a class, which shares a jar with the other classes that it needs. */
    private static JobJar job(FlinkDistribution distribution, String name, String... others) {
        List<String> sources =
                Stream.concat(Stream.of(name, "JobOptions"), Stream.of(others))
                        .map(source -> "jobs/" + source)
                        .toList();
        return new JobJar(new SourceJar(sources, Map.of()).compile(distribution), PACKAGE + name);
    }
}
