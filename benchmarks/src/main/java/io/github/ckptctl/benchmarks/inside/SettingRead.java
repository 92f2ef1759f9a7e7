// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import com.sun.management.ThreadMXBean;
import io.github.ckptctl.bootstrap.CheckpointHooks;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;

/**
 * Cost for Flink to look up a setting instead of reading its own field.
 *
 * <p>{@link #timeout} calls {@code CheckpointCoordinator.getCheckpointTimeout}, whose body is
 * {@code return this.checkpointTimeout}: one field read in a JVM without the agent, and in a JVM
 * with it the same method as the agent has instrumented it. The other two settings are read deep
 * inside methods that do much else, so these benchmarks make the same call as the instrumented
 * code, with the same owner, a real request decider and a real failure manager.
 *
 * <p><b>What to expect.</b> A read of a field that is in the first-level cache takes about 1 ns
 * with JMH's own loop; a result far below 0.3 ns means that the loop was optimised away. The
 * instrumented read adds: one volatile read of the handler; the look-up in the weak map, which is
 * an identity hash from the object's header, one slot of a table, one comparison through a weak
 * reference, 3 to 6 ns together; a volatile read of the job's settings; and one read from an array.
 * So 5 to 10 ns. The lower bound is the table look-up. A result above 20 ns, or any allocation,
 * means that the JIT no longer inlines the path from hook to array; the look-up key is an object
 * that exists only as long as it is not inlined.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SettingRead {

    private static final ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final int READS = 1_000_000;
    private static final int TRIES = 1_000;

    private RunningTasks tasks;
    private CheckpointCoordinator coordinator;
    private Object decider;
    private Object failureManager;
    private long minPause;
    private int tolerableFailedCheckpoints;

    /** Creates a coordinator. */
    @Setup
    public void start() throws Exception {
        Agent.start();
        tasks = new RunningTasks(1);
        coordinator = tasks.coordinator();
        decider = partOfCoordinator("requestDecider");
        failureManager = partOfCoordinator("failureManager");
    }

    private Object partOfCoordinator(String field) throws ReflectiveOperationException {
        Field part = CheckpointCoordinator.class.getDeclaredField(field);
        part.setAccessible(true);
        return part.get(coordinator);
    }

    /** Reads the timeout, in the coordinator's own getter. */
    @Benchmark
    public long timeout() {
        return coordinator.getCheckpointTimeout();
    }

    /** Reads the min pause as the decider does. */
    @Benchmark
    public long minPause() {
        return CheckpointHooks.minPause(decider, minPause);
    }

    /** Reads the tolerable failures as the failure manager does. */
    @Benchmark
    public int tolerableFailedCheckpoints() {
        return CheckpointHooks.tolerableFailedCheckpoints(
                failureManager, tolerableFailedCheckpoints);
    }

    /** Ends the coordinator. */
    @TearDown
    public void end() throws Exception {
        Agent.requireNoHookErrors();
        if (Agent.isHere()) {
            requireNoAllocation();
        }
        tasks.close();
    }

    /** Verifies what JMH only estimates: once compiled, a million reads allocate not one byte. */
    private void requireNoAllocation() {
        for (int i = 0; i < TRIES; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            readAll();
            if (THREADS.getCurrentThreadAllocatedBytes() == before) {
                return;
            }
        }
        throw new IllegalStateException("reading settings allocates");
    }

    private void readAll() {
        long sum = 0;
        for (int i = 0; i < READS; i++) {
            sum += timeout() + minPause() + tolerableFailedCheckpoints();
        }
        if (sum < 0) {
            throw new IllegalStateException("no setting is below 0");
        }
    }
}
