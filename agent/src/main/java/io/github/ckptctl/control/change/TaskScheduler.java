// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import java.time.Duration;

/**
 * Scheduler that runs tasks later, off Flink's threads; a task may wait for a lock without delaying
 * others.
 */
@FunctionalInterface
public interface TaskScheduler {

    /**
     * Runs a task once after a delay.
     *
     * @return cancels the task; harmless when it has run
     */
    Runnable schedule(Runnable task, Duration delay);
}
