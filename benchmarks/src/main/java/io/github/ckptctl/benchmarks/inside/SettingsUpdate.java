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

import javax.management.JMX;
import javax.management.ObjectName;

import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Duration of an operator's change in the JobManager, from the MBeanServer to the answer: two
 * settings of a running job at once, other values each time, with nothing persisted. Compared with
 * the same call of a plain MBean's operation that does nothing, which is the cost of JMX itself.
 *
 * <p><b>What to expect.</b> The call through the MBeanServer and the conversion of the map of
 * values to its open type and back cost some us and kB; the empty operation has all of that. The
 * agent's operation checks each value against the limits and the other settings and makes new
 * settings, some text for the history, and one more entry, some kB and us; the coordinator's lock
 * is free and the trigger is re-armed on Flink's timer, about 1 us and an insertion into its queue.
 * There is no listener, so no notification is made; nothing is persisted, so no record is written.
 * At the 99th percentile both include occasional costs of the JVM: a young collection, a thread
 * that is not scheduled. So the agent's operation must not be much further from its median than the
 * empty one is from its own. Milliseconds in the median would mean that it waits for something.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SettingsUpdate {

    private static final long INTERVAL = 3_700_000;
    private static final long TIMEOUT = 900_000;

    private FlinkJobs jobs;
    private CheckpointCoordinatorMXBean job;
    private EmptyMXBean empty;
    private long change;

    /** Starts a job. */
    @Setup
    public void start() throws Exception {
        Agent.start();
        jobs = new FlinkJobs(1);
        jobs.start();
        ObjectName name = Agent.awaitJobs(1).iterator().next();
        job = Agent.job(name);
        ObjectName asLong = new ObjectName("benchmarks.empty", name.getKeyPropertyList());
        Agent.SERVER.registerMBean(new Empty(), asLong);
        empty = JMX.newMXBeanProxy(Agent.SERVER, asLong, EmptyMXBean.class);
    }

    /** Changes two settings. */
    @Benchmark
    public long update() {
        return job.updateSettings(next(), "benchmark", 0, -1);
    }

    /** Calls the same operation of an MBean that does nothing. */
    @Benchmark
    public long empty() {
        return empty.updateSettings(next(), "benchmark", 0, -1);
    }

    private Map<String, String> next() {
        change++;
        return Map.of(
                "Timeout", Long.toString(TIMEOUT + change % 2),
                "Interval", Long.toString(INTERVAL + change % 2));
    }

    /** Ends the job. */
    @TearDown
    public void end() throws Exception {
        Agent.requireNoHookErrors();
        jobs.close();
    }

    /** An operation of the same types. */
    public interface EmptyMXBean {

        /** Does nothing. */
        long updateSettings(
                Map<String, String> values, String reason, long ttlMillis, long expectedRevision);
    }

    private static final class Empty implements EmptyMXBean {

        @Override
        public long updateSettings(
                Map<String, String> values, String reason, long ttlMillis, long expectedRevision) {
            return expectedRevision;
        }
    }
}
