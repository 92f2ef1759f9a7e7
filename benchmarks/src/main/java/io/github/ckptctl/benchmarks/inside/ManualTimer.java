// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.benchmarks.inside;

import org.apache.flink.util.concurrent.ScheduledExecutor;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Timer of a coordinator whose tasks run on the thread of the benchmark, when it requests so. Tasks
 * scheduled for later never run: checkpoints complete long before their deadline.
 */
final class ManualTimer implements ScheduledExecutor {

    private final Queue<Runnable> queued = new ArrayDeque<>();

    /** Runs the queued tasks, and those that they queue. */
    void runQueued() {
        Runnable next = queued.poll();
        while (next != null) {
            next.run();
            next = queued.poll();
        }
    }

    @Override
    public void execute(Runnable command) {
        queued.add(command);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return new Never<>(() -> null);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return new Never<>(callable);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
            Runnable command, long initialDelay, long period, TimeUnit unit) {
        return schedule(command, initialDelay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
            Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return schedule(command, initialDelay, unit);
    }

    /** A task that never becomes due. */
    private static final class Never<V> extends FutureTask<V> implements ScheduledFuture<V> {

        Never(Callable<V> task) {
            super(task);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return Long.MAX_VALUE;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
