// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.change;

import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.JobState;
import io.github.ckptctl.control.model.Pin;
import io.github.ckptctl.control.model.SubmittedSettings;
import io.github.ckptctl.control.model.Suspension;

import java.util.List;

/**
 * Reference to the current state of one job.
 *
 * <p>A read is one volatile read, from any thread. Settings, suspension and pins are replaced by
 * different threads (settings also by Flink's, when the first coordinator is created), so a
 * replacement of one retains the others: the monitor is held for that moment only.
 */
public final class JobStateReference {

    private volatile JobState current =
            new JobState(JobSettings.of(SubmittedSettings.unknown()), Suspension.NONE, List.of());

    private volatile Runnable changed = () -> {};

    /**
     * Sets the action that runs after each replacement, on the thread that replaced it, which may
     * hold the coordinator's lock.
     */
    public void onChange(Runnable action) {
        changed = action;
    }

    public JobState get() {
        return current;
    }

    public JobSettings settings() {
        return current.settings();
    }

    public Suspension suspension() {
        return current.suspension();
    }

    public List<Pin> pins() {
        return current.pins();
    }

    public void set(JobSettings settings) {
        replace(settings);
        changed.run();
    }

    public void set(Suspension suspension) {
        replace(suspension);
        changed.run();
    }

    public synchronized void set(List<Pin> pins) {
        current = new JobState(current.settings(), current.suspension(), pins);
    }

    private synchronized void replace(JobSettings settings) {
        current = new JobState(settings, current.suspension(), current.pins());
    }

    private synchronized void replace(Suspension suspension) {
        current = new JobState(current.settings(), suspension, current.pins());
    }
}
