// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.concurrent.TimeUnit;

/**
 * Cost that the agent adds to a whole checkpoint in the JobManager: triggered, acknowledged by
 * every subtask, completed, on Flink's own coordinator with all its threads replaced by one.
 *
 * <p>The coordinator, its execution graph, its statistics and its completed store are Flink's. The
 * network, checkpoint storage and logging are absent: a checkpoint is kept in memory and the logger
 * does nothing. All of these make a real checkpoint slower by far, with the agent and without, so
 * the ratio here is the worst possible one. In the JVM with the agent the job has its MBean, which
 * has no listener, so each completion is counted and no notification is made.
 *
 * <p><b>What to expect.</b> Flink: some 25 kB and 15 to 30 us for each checkpoint, for its futures,
 * its statistics and its metadata, and for each subtask another 550 bytes and some 0.4 us, for the
 * trigger, the acknowledgement with its statistics, and the notification of the completion. The
 * agent: for each checkpoint a record while it is in flight and one of what has completed, together
 * some 500 bytes, and a dozen look-ups of some 10 ns each. For each subtask it does nothing at the
 * trigger or the acknowledgement; at completion it adds up the sizes of their states, some ns each,
 * and allocates nothing for it. So the difference in bytes must be the same for 1 subtask and for
 * 10,000, and the ratio of times is near 1 for all. A ratio that rises with the number of subtasks
 * means work for each subtask.
 *
 * <p><b>What spread is left.</b> Two JVMs of one kind differ, as each compiles the same code in
 * another order; that is more than the agent adds. A longer run of the same JVM does not help, but
 * more pairs do: the median of eleven ratios spreads less than half as much as one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CheckpointCycle {

    /** Number of subtasks that acknowledge it. */
    @Param({"1", "10", "100", "1000", "10000"})
    private int subtasks;

    private RunningTasks tasks;
    private FlinkJobs jobs;

    /** Creates the job. */
    @Setup
    public void start() throws Exception {
        Agent.start();
        tasks = new RunningTasks(subtasks);
        jobs = new FlinkJobs(1);
        jobs.startFor(tasks.job());
        if (Agent.isHere()) {
            Agent.awaitJobs(1);
        }
    }

    /** Triggers a checkpoint, acknowledges it for each subtask and completes it. */
    @Benchmark
    public long cycle() throws Exception {
        return tasks.checkpoint();
    }

    /** Ends the job. */
    @TearDown
    public void end() throws Exception {
        Agent.requireNoHookErrors();
        jobs.close();
        tasks.close();
    }
}
