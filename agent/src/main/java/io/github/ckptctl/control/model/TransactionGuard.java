// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.CheckpointCoordinatorMXBean;

import java.util.List;

/** Action before the oldest transaction of a sink times out; the order is that of the setting. */
public enum TransactionGuard {
    /** Nothing is done. */
    OFF,
    /** A line in the log and a notification. */
    WARN,
    /** A suspension ends. */
    RESUME,
    /** A checkpoint is triggered; where none may be, a suspension ends. */
    TRIGGER;

    /** The setting's texts, in the order of the constants. */
    static final List<String> TEXTS =
            List.of(
                    CheckpointCoordinatorMXBean.GUARD_OFF,
                    CheckpointCoordinatorMXBean.GUARD_WARN,
                    CheckpointCoordinatorMXBean.GUARD_RESUME,
                    CheckpointCoordinatorMXBean.GUARD_TRIGGER);

    /** Returns the current guard; {@link #WARN} for a value of a record that is none. */
    public static TransactionGuard in(JobSettings settings) {
        Setting setting = Setting.TRANSACTION_GUARD;
        String text = setting.value(settings.effective(setting));
        for (TransactionGuard guard : values()) {
            if (guard.name().equals(text)) {
                return guard;
            }
        }
        return WARN;
    }
}
