// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import io.github.ckptctl.mbeans.UnalignedCapable;

/** Whether the tasks of a job can take part in unaligned checkpoints, and why. Immutable. */
public final class UnalignedCapability {

    private final UnalignedCapable state;
    private final String reason;
    private final boolean isPossible;

    private UnalignedCapability(UnalignedCapable state, String reason, boolean isPossible) {
        this.state = state;
        this.reason = reason;
        this.isPossible = isPossible;
    }

    /** All of them can. */
    public static UnalignedCapability complete(String reason) {
        return new UnalignedCapability(UnalignedCapable.YES, reason, true);
    }

    /** Some can; checkpoints are aligned. */
    public static UnalignedCapability partial(String reason) {
        return new UnalignedCapability(UnalignedCapable.PARTLY, reason, true);
    }

    /** None can as they were deployed. */
    public static UnalignedCapability none(String reason) {
        return new UnalignedCapability(UnalignedCapable.NO, reason, true);
    }

    /** None can, however they are deployed. */
    public static UnalignedCapability impossible(String reason) {
        return new UnalignedCapability(UnalignedCapable.NO, reason, false);
    }

    /** Returns whether tasks of this job could be deployed so that they can. */
    public boolean isPossible() {
        return isPossible;
    }

    /** Returns whether all, some or none can. */
    public UnalignedCapable state() {
        return state;
    }

    /** Returns why. */
    public String reason() {
        return reason;
    }
}
