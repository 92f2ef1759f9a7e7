// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control;

import java.util.EnumMap;
import java.util.Map;

/**
 * The greatest values that whoever runs the JobManager lets anybody set: a timeout of a day hides a
 * hang for a day. Immutable. What a job was submitted with is not touched.
 */
public final class SettingLimits {

    /** Limits nothing beyond the settings' own ranges. */
    public static final SettingLimits NONE = new SettingLimits(Map.of());

    private final Map<Setting, Long> greatest;

    private SettingLimits(Map<Setting, Long> greatest) {
        this.greatest = new EnumMap<>(Setting.class);
        this.greatest.putAll(greatest);
    }

    /** Returns limits of these values; settings left out have their own. */
    public static SettingLimits of(Map<Setting, Long> greatest) {
        return new SettingLimits(greatest);
    }

    /** Returns the option that limits a setting, {@code settings.maxTimeout} for example. */
    public static String option(Setting setting) {
        return "settings.max" + setting.attribute();
    }

    /** Returns the greatest value that may be set. */
    public long max(Setting setting) {
        Long limit = greatest.get(setting);
        return limit == null ? setting.max() : limit;
    }

    /** Returns where the greatest value comes from, for messages; empty if it is the setting's. */
    String source(Setting setting) {
        return greatest.containsKey(setting) ? " (" + option(setting) + ")" : "";
    }
}
