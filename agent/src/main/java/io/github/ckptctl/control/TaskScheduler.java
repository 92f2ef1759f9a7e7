// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.time.Duration;

/** Runs tasks later, off Flink's threads; a task may wait for a lock without holding up others. */
@FunctionalInterface
public interface TaskScheduler {

    /**
     * Runs a task once after a delay.
     *
     * @return takes the task back; harmless when it has run
     */
    Runnable schedule(Runnable task, Duration delay);
}
