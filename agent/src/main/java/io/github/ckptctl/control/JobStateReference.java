// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

/**
 * Reference to the current state of one job.
 *
 * <p>A read is one volatile read, from any thread. Settings and suspension are replaced by
 * different threads (settings also by Flink's, when the first coordinator is created), so a
 * replacement of one retains the other: the monitor is held for that moment only.
 */
final class JobStateReference {

    private volatile JobState current =
            new JobState(JobSettings.of(SubmittedSettings.unknown()), Suspension.NONE);

    JobSettings settings() {
        return current.settings();
    }

    Suspension suspension() {
        return current.suspension();
    }

    synchronized void set(JobSettings settings) {
        current = new JobState(settings, current.suspension());
    }

    synchronized void set(Suspension suspension) {
        current = new JobState(current.settings(), suspension);
    }
}
