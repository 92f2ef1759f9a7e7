// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long an operator's change takes in the JobManager, from the MBeanServer to the answer: two
 * settings of a running job at once, other values each time, with nothing stored.
 *
 * <p><b>What to expect.</b> The call through the MBeanServer and the map of values out of its open
 * type cost 1 to 2 us; checking each value against the limits and the other settings, the new
 * settings object and what the ledger, the log line and the notification say of it are text and
 * some 10 kB of short-lived objects, 2 to 5 us; the ledger copies its 200 entries, under 1 us; the
 * coordinator's lock is free and the trigger is armed anew on Flink's timer, about 1 us. So 5 to 10
 * us, and at the 99th percentile what the JVM adds now and then: a collection of the young objects,
 * a thread that is not run. Milliseconds in the median would mean that it waits for something.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SettingsUpdate {

    private static final long INTERVAL = 3_700_000;
    private static final long TIMEOUT = 900_000;

    private FlinkJobs jobs;
    private CheckpointCoordinatorMXBean job;
    private long change;

    /** Starts a job. */
    @Setup
    public void start() throws Exception {
        Agent.start();
        jobs = new FlinkJobs(1);
        jobs.start();
        job = Agent.job(Agent.awaitJobs(1).iterator().next());
    }

    /** Changes two settings. */
    @Benchmark
    public long update() {
        change++;
        return job.updateSettings(
                Map.of(
                        "Timeout", Long.toString(TIMEOUT + change % 2),
                        "Interval", Long.toString(INTERVAL + change % 2)),
                "benchmark",
                0,
                -1);
    }

    /** Ends the job. */
    @TearDown
    public void end() throws Exception {
        Agent.requireNoHookErrors();
        jobs.close();
    }
}
