// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import javax.management.ObjectName;

import java.lang.management.ManagementFactory;

/**
 * Heap that the agent uses for the jobs of a JobManager: MBeans, controls, histories, engines and
 * its maps, measured by detaching it.
 *
 * <p>The JobManager has this number of running jobs. Its heap is measured after full collections,
 * then the agent detaches, which releases everything it references, and the heap is measured again.
 * The difference is what the agent used, for these very jobs; no other JVM is needed for
 * comparison. Only reachable objects are counted and no garbage, so two runs differ by what Flink's
 * own threads happen to reference, some 100 kB, occasionally 2 MB; that shows with few jobs and not
 * with many.
 *
 * <p><b>What to expect.</b> The agent itself, independent of the number of jobs, and in addition
 * for each job: the MBean with the description of its attributes and operations, the job's control
 * with its settings and the coordinator's engine, some kB each. The JDK shares an MBean's
 * description among MBeans of one class, but not for an MBean that carries texts of its own. A
 * history of 200 changes adds 200 to 225 entries of some 200 bytes. Nothing depends on other jobs,
 * so the bytes grow with the number of jobs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class JobMemory {

    private static final long TIMEOUT = 900_000;
    private static final int IDLE_COLLECTIONS = 8;
    private static final long NOTHING = 1024;

    /** Number of jobs. */
    @Param({"10", "100", "1000"})
    private int count;

    /** Number of changes of each job's settings; 200 fill a history. */
    @Param({"0", "200"})
    private int changes;

    private FlinkJobs jobs;

    /** Starts the jobs and makes the changes. */
    @Setup
    public void start() throws Exception {
        Agent.start();
        jobs = new FlinkJobs(count);
        for (int i = 0; i < count; i++) {
            jobs.start();
        }
        for (ObjectName bean : Agent.awaitJobs(count)) {
            for (int i = 0; i < changes; i++) {
                Agent.job(bean).setTimeout(TIMEOUT + i);
            }
        }
    }

    /** Detaches the agent and counts the released bytes. */
    @Benchmark
    public void retained(Heap heap) throws Exception {
        Agent.requireNoHookErrors();
        long with = liveBytes();
        Agent.detach();
        heap.flink = liveBytes();
        heap.agent = with - heap.flink;
    }

    /**
     * Returns the heap in use once several collections in a row free nothing more: some released
     * objects are weakly referenced, or handed to a cleanup thread, and are freed in a later
     * collection.
     */
    private static long liveBytes() {
        long least = collected();
        for (int idle = 0; idle < IDLE_COLLECTIONS; idle++) {
            long now = collected();
            if (now < least - NOTHING) {
                idle = 0;
            }
            least = Math.min(least, now);
        }
        return least;
    }

    private static long collected() {
        System.gc();
        System.runFinalization();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Ends the jobs. */
    @TearDown
    public void end() throws Exception {
        jobs.close();
    }

    /** Use of the heap, in bytes. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Heap {

        /** Bytes used by the agent. */
        public long agent;

        /** All other bytes. */
        public long flink;
    }
}
