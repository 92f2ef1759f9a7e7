// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.UnalignedCapable;

/**
 * Capability of a job's tasks to take part in unaligned checkpoints, with the reason. Immutable.
 */
public final class UnalignedCapability {

    private final UnalignedCapable state;
    private final String reason;
    private final boolean isPossible;

    private UnalignedCapability(UnalignedCapable state, String reason, boolean isPossible) {
        this.state = state;
        this.reason = reason;
        this.isPossible = isPossible;
    }

    /** Returns the capability of a job in which all tasks can. */
    public static UnalignedCapability complete(String reason) {
        return new UnalignedCapability(UnalignedCapable.YES, reason, true);
    }

    /** Returns the capability of a job in which some tasks can; checkpoints are aligned. */
    public static UnalignedCapability partial(String reason) {
        return new UnalignedCapability(UnalignedCapable.PARTLY, reason, true);
    }

    /** Returns the capability of a job in which no task can as deployed. */
    public static UnalignedCapability none(String reason) {
        return new UnalignedCapability(UnalignedCapable.NO, reason, true);
    }

    /** Returns the capability of a job in which no task can, however it is deployed. */
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

    /** Returns the reason. */
    public String reason() {
        return reason;
    }
}
