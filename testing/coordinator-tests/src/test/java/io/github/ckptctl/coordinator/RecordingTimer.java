// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.coordinator;

import org.apache.flink.util.concurrent.ScheduledExecutor;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Timer of a coordinator that runs nothing automatically and shows what is armed in it.
 * Thread-safe.
 */
final class RecordingTimer implements ScheduledExecutor {

    private final Queue<Runnable> queued = new ConcurrentLinkedQueue<>();
    private final Queue<Armed> armed = new ConcurrentLinkedQueue<>();

    /**
     * Runs the tasks that were submitted for immediate execution, and those that they submit in
     * turn.
     */
    void runQueued() {
        for (Runnable next = queued.poll(); next != null; next = queued.poll()) {
            next.run();
        }
    }

    /** Runs the first of the tasks that were submitted for immediate execution. */
    void runNext() {
        queued.remove().run();
    }

    /** Returns the tasks of a class that are armed and not cancelled, in the order of arming. */
    List<Armed> armed(String simpleName) {
        return armed.stream()
                .filter(task -> !task.isDone())
                .filter(task -> task.runnable.getClass().getSimpleName().equals(simpleName))
                .toList();
    }

    /** Removes all queued and armed tasks. */
    void forgetAll() {
        queued.clear();
        armed.clear();
    }

    @Override
    public void execute(Runnable command) {
        queued.add(command);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Armed task = new Armed(command, unit.toMillis(delay));
        armed.add(task);
        return task;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("the coordinator schedules no callables");
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

    /** A task that waits for its time, which is set by the test. */
    static final class Armed extends FutureTask<Void> implements ScheduledFuture<Void> {

        final Runnable runnable;
        final long delayMillis;

        Armed(Runnable runnable, long delayMillis) {
            super(runnable, null);
            this.runnable = runnable;
            this.delayMillis = delayMillis;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(delayMillis, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(delayMillis, other.getDelay(TimeUnit.MILLISECONDS));
        }
    }
}
