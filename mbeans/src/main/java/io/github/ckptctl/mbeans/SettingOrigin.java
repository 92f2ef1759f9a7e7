// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

/** Where the effective value of a setting comes from. */
public enum SettingOrigin {
    /** The job's own configuration. */
    SUBMITTED,
    /** A change made while the job runs. */
    OVERRIDE
}
