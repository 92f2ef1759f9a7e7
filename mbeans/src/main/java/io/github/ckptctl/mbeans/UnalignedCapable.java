// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Capability of the tasks of a job to take part in unaligned checkpoints. */
public enum UnalignedCapable {
    /** All can: checkpoints can be made unaligned from the next one on, without a restart. */
    YES,

    /** Some can, as they were deployed later than the others: checkpoints stay aligned. */
    PARTLY,

    /** None can. */
    NO
}
