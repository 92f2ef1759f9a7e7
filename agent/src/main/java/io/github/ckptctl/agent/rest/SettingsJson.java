// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.rest;

import io.github.ckptctl.control.model.JobSettings;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.operation.SettingsService;
import io.github.ckptctl.mbeans.CheckpointSetting;
import io.github.ckptctl.mbeans.SettingChange;
import io.github.ckptctl.mbeans.SettingOrigin;
import io.github.ckptctl.mbeans.SettingsForecast;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON form of the settings, under the names that FLIP-571 gives them, and names in its style for
 * those that it does not have.
 */
final class SettingsJson {

    private static final Map<String, Setting> SETTINGS = new LinkedHashMap<>();

    static {
        SETTINGS.put("checkpointTimeout", Setting.TIMEOUT);
        SETTINGS.put("savepointTimeout", Setting.SAVEPOINT_TIMEOUT);
        SETTINGS.put("checkpointInterval", Setting.INTERVAL);
        SETTINGS.put("initialDelay", Setting.INITIAL_DELAY);
        SETTINGS.put("minPauseBetweenCheckpoints", Setting.MIN_PAUSE);
        SETTINGS.put("checkpointIntervalDuringBacklog", Setting.INTERVAL_DURING_BACKLOG);
        SETTINGS.put("alignedCheckpointTimeout", Setting.ALIGNED_TIMEOUT);
        SETTINGS.put("unalignedCheckpoints", Setting.UNALIGNED_ENABLED);
        SETTINGS.put("tolerableFailedCheckpoints", Setting.TOLERABLE_FAILED_CHECKPOINTS);
        SETTINGS.put("externalizedCheckpointRetention", Setting.RETENTION);
        SETTINGS.put("numRetainedCheckpoints", Setting.NUM_RETAINED);
        SETTINGS.put("maxConcurrentCheckpoints", Setting.MAX_CONCURRENT);
        SETTINGS.put("transactionTimeout", Setting.TRANSACTION_TIMEOUT);
        SETTINGS.put("transactionGuard", Setting.TRANSACTION_GUARD);
        SETTINGS.put("autoExtendAckPercent", Setting.AUTO_EXTEND_ACK_PERCENT);
        SETTINGS.put("autoExtendBy", Setting.AUTO_EXTEND_BY);
        SETTINGS.put("autoExtendLimit", Setting.AUTO_EXTEND_LIMIT);
    }

    private SettingsJson() {}

    /** Returns the settings by the names of their fields. */
    static Map<String, Setting> settings() {
        return Collections.unmodifiableMap(SETTINGS);
    }

    /** Returns sentences with the settings under the names that a client uses here. */
    static List<String> named(List<String> sentences) {
        return sentences.stream().map(SettingsJson::named).collect(Collectors.toList());
    }

    private static String named(String sentence) {
        String named = sentence;
        for (Map.Entry<String, Setting> field : SETTINGS.entrySet()) {
            named = named.replaceAll("\\b" + field.getValue().attribute() + "\\b", field.getKey());
        }
        return named;
    }

    /**
     * Returns a job's settings: the effective values by name, and also the revision that they
     * belong to, the submitted values, the overrides with their callers, and the settings that
     * cannot be changed.
     */
    static Map<String, Object> of(SettingsService control) {
        JobSettings now = control.current();
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Object> submitted = new LinkedHashMap<>();
        Map<String, Object> origins = new LinkedHashMap<>();
        Map<String, Object> overrides = new LinkedHashMap<>();
        Map<String, Object> notSettable = new LinkedHashMap<>();
        SETTINGS.forEach(
                (field, setting) -> {
                    CheckpointSetting described = control.describe(setting, now);
                    all.put(field, value(setting, described.getEffective()));
                    submitted.put(field, value(setting, described.getSubmitted()));
                    origins.put(field, described.getOrigin().name());
                    if (described.getOrigin() == SettingOrigin.OVERRIDE) {
                        overrides.put(field, override(described));
                    }
                    if (!described.isSettable()) {
                        notSettable.put(field, described.getWhyNotSettable());
                    }
                });
        all.put("revision", now.revision());
        all.put("submitted", submitted);
        all.put("origin", origins);
        all.put("overrides", overrides);
        all.put("notSettable", notSettable);
        return all;
    }

    /** Returns a forecast, with the settings under the names that a client uses here. */
    static Map<String, Object> of(SettingsForecast forecast) {
        Map<String, Object> all = BeanJson.of(forecast);
        all.put("faults", named(List.of(forecast.getFaults())));
        all.put("warnings", named(List.of(forecast.getWarnings())));
        Map<String, Object> changes = new LinkedHashMap<>();
        SETTINGS.forEach(
                (field, setting) ->
                        Arrays.stream(forecast.getChanges())
                                .filter(change -> change.getName().equals(setting.attribute()))
                                .forEach(change -> changes.put(field, change(setting, change))));
        all.put("changes", changes);
        return all;
    }

    private static Map<String, Object> change(Setting setting, SettingChange change) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("from", value(setting, change.getFrom()));
        values.put("to", value(setting, change.getTo()));
        return values;
    }

    private static Map<String, Object> override(CheckpointSetting setting) {
        Map<String, Object> override = new LinkedHashMap<>();
        override.put("changedAt", setting.getChangedAt());
        override.put("changedBy", setting.getChangedBy());
        override.put("reason", setting.getReason());
        override.put("expiresAt", setting.getExpiresAt());
        return override;
    }

    private static Object value(Setting setting, long value) {
        if (setting.isNumber()) {
            return value;
        }
        return setting.isFlag() ? (Object) (value == 1) : (Object) setting.value(value);
    }
}
