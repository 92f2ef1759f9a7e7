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
 * What the agent keeps on the heap for the jobs of a JobManager: beans, controls, histories,
 * engines and its maps, by taking it out.
 *
 * <p>The JobManager has so many running jobs. Its heap is measured after full collections, then the
 * agent detaches, which lets go of everything it holds, and the heap is measured again. The
 * difference is what the agent kept, for these very jobs; no other JVM is needed to compare with.
 * It counts what is reachable and no garbage, so two runs differ by what Flink's own threads happen
 * to hold, some 100 kB, now and then 2 MB; that shows with few jobs and not with many.
 *
 * <p><b>What to expect.</b> The agent itself, whatever the number of jobs, and on top of it for
 * each job: the bean with the description of its attributes and operations, the job's control with
 * its settings and the coordinator's engine, some kB each. The JDK shares a bean's description
 * among beans of one class and does not share it for a bean that carries texts of its own. A
 * history of 200 changes adds 200 to 225 packed entries of some 30 bytes, each what differs from
 * the one before. Nothing depends on other jobs, so the bytes grow as the jobs do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
public class JobMemory {

    private static final long TIMEOUT = 900_000;
    private static final int IDLE_COLLECTIONS = 8;
    private static final long NOTHING = 1024;

    /** How many jobs there are. */
    @Param({"10", "100", "1000"})
    private int count;

    /** How often the settings of each were changed; 200 fills a history. */
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

    /** Takes the agent out, and counts what goes with it. */
    @Benchmark
    public void retained(Heap heap) throws Exception {
        Agent.requireNoHookErrors();
        long with = liveBytes();
        Agent.detach();
        heap.flink = liveBytes();
        heap.agent = with - heap.flink;
    }

    /**
     * Returns what is left when many collections in a row find nothing more: some of what is let go
     * of is held weakly, or handed to a thread that tidies up, and goes in a later one.
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

    /** What is on the heap, in bytes. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Heap {

        /** What the agent keeps. */
        public long agent;

        /** Everything else. */
        public long flink;
    }
}
