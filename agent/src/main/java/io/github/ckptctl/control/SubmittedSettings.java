// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.util.EnumMap;
import java.util.Map;

/** What a job was submitted with: one value for each setting, -1 where it has none. Immutable. */
public final class SubmittedSettings {

    /** Stands for "no such value": the interval of a job without periodic checkpoints. */
    public static final long NONE = -1;

    private static final SubmittedSettings UNKNOWN = new SubmittedSettings(Map.of());

    private final Map<Setting, Long> values;

    private SubmittedSettings(Map<Setting, Long> values) {
        this.values = values.isEmpty() ? Map.of() : new EnumMap<>(values);
    }

    /** Returns the settings with these values; those left out are {@link #NONE}. */
    public static SubmittedSettings of(Map<Setting, Long> values) {
        return new SubmittedSettings(values);
    }

    /** Returns the settings of a job that has no coordinator. */
    public static SubmittedSettings unknown() {
        return UNKNOWN;
    }

    /** Returns the submitted value of one setting. */
    public long get(Setting setting) {
        return values.getOrDefault(setting, NONE);
    }
}
