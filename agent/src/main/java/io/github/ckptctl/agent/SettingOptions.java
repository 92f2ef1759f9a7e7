// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent;

import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingLimits;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Translation of the agent's options {@code settings.min…} and {@code settings.max…} into the
 * limits of the settings.
 */
final class SettingOptions {

    private SettingOptions() {}

    /** Returns the settings that have such options: all that are numbers. */
    static Stream<Setting> limited() {
        return Stream.of(Setting.values()).filter(Setting::isNumber);
    }

    static SettingLimits of(AgentOptions options) {
        Map<Setting, Long> least = new EnumMap<>(Setting.class);
        Map<Setting, Long> greatest = new EnumMap<>(Setting.class);
        limited()
                .forEach(
                        setting -> {
                            options.optional(
                                            SettingLimits.minOption(setting),
                                            setting.min(),
                                            setting.max())
                                    .ifPresent(min -> least.put(setting, min));
                            options.optional(
                                            SettingLimits.maxOption(setting),
                                            least.getOrDefault(setting, setting.min()),
                                            setting.max())
                                    .ifPresent(max -> greatest.put(setting, max));
                        });
        return SettingLimits.of(least, greatest);
    }
}
