// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.control.Setting;
import io.github.ckptctl.control.SettingLimits;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** Translates the agent's options {@code settings.max…} into the limits of what may be set. */
final class SettingOptions {

    private SettingOptions() {}

    /** Returns the settings that have such an option: all that are numbers. */
    static Stream<Setting> limited() {
        return Stream.of(Setting.values()).filter(Setting::isNumber);
    }

    static SettingLimits of(AgentOptions options) {
        Map<Setting, Long> limits = new EnumMap<>(Setting.class);
        limited()
                .forEach(
                        setting ->
                                options.optional(
                                                SettingLimits.option(setting),
                                                setting.min(),
                                                setting.max())
                                        .ifPresent(max -> limits.put(setting, max)));
        return SettingLimits.of(limits);
    }
}
