// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

/** Settings and suspension of one job at one moment. Immutable. */
public final class JobState {

    private final JobSettings settings;
    private final Suspension suspension;

    public JobState(JobSettings settings, Suspension suspension) {
        this.settings = settings;
        this.suspension = suspension;
    }

    public JobSettings settings() {
        return settings;
    }

    public Suspension suspension() {
        return suspension;
    }
}
