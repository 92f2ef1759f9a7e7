// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import javax.management.JMException;
import javax.management.ObjectName;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Cost for a collector in the JobManager's JVM to read an attribute of a job's MBean, compared with
 * one of the same type of an MBean of the JVM. All reads go through {@code
 * MBeanServer.getAttribute}.
 *
 * <p><b>What to expect.</b> The path is the JDK's: the server finds the MBean by its name, the
 * introspector finds the getter by the attribute's name, calls it by reflection and converts the
 * answer to an open type. For a {@code long} that is all, some 100 ns. A composite has its values
 * read one by one, again by reflection, and put into a sorted map, several 100 ns for four of them.
 * The agent's MBean adds one step, since it is a {@code StandardMBean} that carries descriptions,
 * and the getter's own work: one read of the job's settings, or of the job's recorded state. The
 * JVM's getters do as little: {@code StartTime} is a constant, {@code HeapMemoryUsage} asks the
 * collector for four numbers. The server parses the text of a name's properties and hashes it for
 * every look-up, so a name of 80 letters costs more than one of 12, some 50 ns and as many bytes as
 * it has letters; {@link #longOfLongName} shows how much. So the ratio should be below 2 for a
 * {@code long} and near 1 for a composite. A ratio far above means that a getter computes, or
 * waits.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BeanRead {

    private FlinkJobs jobs;
    private ObjectName job;
    private ObjectName runtime;
    private ObjectName memory;
    private ObjectName longName;

    /** Starts a job. */
    @Setup
    public void start() throws Exception {
        Agent.start();
        jobs = new FlinkJobs(1);
        jobs.start();
        job = Agent.awaitJobs(1).iterator().next();
        runtime = new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME);
        memory = new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME);
        longName = new ObjectName("benchmarks.long.name", job.getKeyPropertyList());
        Agent.SERVER.registerMBean(new Plain(), longName);
    }

    /** Reads a {@code long} of a job. */
    @Benchmark
    public Object longOfJob() throws JMException {
        return Agent.SERVER.getAttribute(job, "Timeout");
    }

    /** Reads a {@code long} of the JVM. */
    @Benchmark
    public Object longOfJvm() throws JMException {
        return Agent.SERVER.getAttribute(runtime, "StartTime");
    }

    /** Reads a {@code long} of a plain MBean whose name is as long as a job's. */
    @Benchmark
    public Object longOfLongName() throws JMException {
        return Agent.SERVER.getAttribute(longName, "StartTime");
    }

    /** Reads a composite of four values of a job. */
    @Benchmark
    public Object compositeOfJob() throws JMException {
        return Agent.SERVER.getAttribute(job, "LatestFailedCheckpoint");
    }

    /** Reads a composite of four values of the JVM. */
    @Benchmark
    public Object compositeOfJvm() throws JMException {
        return Agent.SERVER.getAttribute(memory, "HeapMemoryUsage");
    }

    /** Ends the job. */
    @TearDown
    public void end() throws Exception {
        Agent.requireNoHookErrors();
        jobs.close();
    }

    /** Minimal MBean. */
    public interface PlainMXBean {

        /** Returns a constant. */
        long getStartTime();
    }

    private static final class Plain implements PlainMXBean {

        @Override
        public long getStartTime() {
            return 1_000_000;
        }
    }
}
