// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.ObjectName;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Answers of a job's MBean, for jobs of many subtasks: ten checkpoints have completed, which is
 * what Flink retains by default, and one is in flight that no subtask has acknowledged, which gives
 * the longest answers.
 *
 * <p><b>What to expect.</b> {@link #allAttributes} reads the agent's state and Flink's counters,
 * some 50 attributes of 0.2 to 1 us each, independent of the number of subtasks. {@link
 * #describeCheckpoint} makes an object of some 100 bytes for each subtask of one checkpoint and
 * reads it some ten times, up to 1 us together. {@link #diagnose} makes such objects for all eleven
 * checkpoints, and looks up each pending subtask in the other ten. So the last two rise in
 * proportion once there are hundreds of subtasks. A line that rises faster means that each subtask
 * is searched for among all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SubtaskReads {

    private static final int REMEMBERED = 10;

    /** Number of the job's subtasks. */
    @Param({"1", "10", "100", "1000", "10000"})
    private int subtasks;

    private RunningTasks tasks;
    private FlinkJobs jobs;
    private ObjectName name;
    private CheckpointCoordinatorMXBean job;
    private String[] attributes;
    private long completed;

    /** Creates the job and its checkpoints. */
    @Setup
    public void start() throws Exception {
        Agent.start();
        // one more, for the checkpoint in flight
        tasks = new RunningTasks(subtasks, REMEMBERED + 1);
        jobs = new FlinkJobs(1);
        jobs.startFor(tasks.job());
        name = Agent.awaitJobs(1).iterator().next();
        for (int i = 0; i < REMEMBERED; i++) {
            completed = tasks.checkpoint();
        }
        tasks.hang();
        job = Agent.job(name);
        attributes =
                Arrays.stream(Agent.SERVER.getMBeanInfo(name).getAttributes())
                        .map(MBeanFeatureInfo::getName)
                        .toArray(String[]::new);
        requireAnswers();
    }

    private void requireAnswers() throws JMException {
        int answered = Agent.SERVER.getAttributes(name, attributes).size();
        int described = job.describeCheckpoint(completed).getTotal();
        String diagnosed = job.diagnose().getStatus();
        if (answered != attributes.length
                || described != subtasks
                || !diagnosed.equals("IN_PROGRESS")) {
            throw new IllegalStateException(answered + ", " + described + ", " + diagnosed);
        }
    }

    /** Reads every attribute in one call. */
    @Benchmark
    public Object allAttributes() throws JMException {
        return Agent.SERVER.getAttributes(name, attributes);
    }

    /** Describes the newest completed checkpoint. */
    @Benchmark
    public Object describeCheckpoint() {
        return job.describeCheckpoint(completed);
    }

    /** Diagnoses the checkpoint in flight. */
    @Benchmark
    public Object diagnose() {
        return job.diagnose();
    }

    /** Ends the job. */
    @TearDown
    public void end() throws Exception {
        Agent.requireNoHookErrors();
        jobs.close();
        tasks.close();
    }
}
