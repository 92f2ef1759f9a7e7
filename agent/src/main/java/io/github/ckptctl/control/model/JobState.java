// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import java.util.List;

/** Settings, suspension and pins of one job at one moment. Immutable. */
public final class JobState {

    private final JobSettings settings;
    private final Suspension suspension;
    private final List<Pin> pins;

    public JobState(JobSettings settings, Suspension suspension, List<Pin> pins) {
        this.settings = settings;
        this.suspension = suspension;
        this.pins = List.copyOf(pins);
    }

    public JobSettings settings() {
        return settings;
    }

    public Suspension suspension() {
        return suspension;
    }

    /** Returns the pins, in the order in which they were set. */
    public List<Pin> pins() {
        return pins;
    }
}
