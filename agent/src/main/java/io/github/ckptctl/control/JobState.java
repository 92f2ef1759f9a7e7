// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

/** Settings and suspension of one job at one moment. Immutable. */
final class JobState {

    private final JobSettings settings;
    private final Suspension suspension;

    JobState(JobSettings settings, Suspension suspension) {
        this.settings = settings;
        this.suspension = suspension;
    }

    JobSettings settings() {
        return settings;
    }

    Suspension suspension() {
        return suspension;
    }
}
