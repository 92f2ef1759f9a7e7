// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Origin of the effective value of a setting. */
public enum SettingOrigin {
    /** The job's own configuration. */
    SUBMITTED,
    /** A change made while the job runs. */
    OVERRIDE
}
