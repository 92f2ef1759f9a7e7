// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.agent.store;

import io.github.ckptctl.agent.json.JsonText;
import io.github.ckptctl.agent.json.StrictJsonParser;
import io.github.ckptctl.control.model.JobRecord;
import io.github.ckptctl.control.model.Pin;
import io.github.ckptctl.control.model.Setting;
import io.github.ckptctl.control.model.SettingOverride;
import io.github.ckptctl.control.model.Suspension;
import io.github.ckptctl.control.model.TextSanitizer;
import io.github.ckptctl.mbeans.ChangeHistoryEntry;
import io.github.ckptctl.mbeans.SuspensionMode;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Format of a job's record as human-readable JSON.
 *
 * <p>{@code format} is the number of the format. A later format has a greater number and is not
 * read; fields that this format does not know within its own number are ignored.
 */
final class RecordFormat {

    /** The number of this format. */
    static final int FORMAT = 1;

    /** Bound above every time and every value that can be set. */
    private static final long MOST = 1L << 53;

    private static final String HISTORY = "history";
    private static final String PINS = "pins";

    /** The field name of the history before 0.1.0. */
    private static final String FORMER_HISTORY = "ledger";

    /** Names of settings before 0.1.0. */
    private static final Map<String, Setting> FORMER_NAMES =
            Map.of(
                    "UnalignedAllowed", Setting.UNALIGNED_ENABLED,
                    "TolerableFailures", Setting.TOLERABLE_FAILED_CHECKPOINTS);

    private RecordFormat() {}

    /** Returns a record as text. */
    static String write(String jobId, JobRecord record) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", FORMAT);
        json.put("jobId", jobId);
        json.put("revision", record.revision());
        json.put("overriddenSince", record.overriddenSince());
        json.put(
                "settings",
                record.overrides().entrySet().stream()
                        .map(of -> setting(of.getKey(), of.getValue()))
                        .collect(Collectors.toList()));
        json.put("suspension", suspension(record.suspension()));
        json.put(PINS, record.pins().stream().map(RecordFormat::pin).collect(Collectors.toList()));
        json.put(
                HISTORY,
                record.history().stream().map(RecordFormat::entry).collect(Collectors.toList()));
        return JsonText.of(json);
    }

    /**
     * Returns the record that a text holds.
     *
     * @throws ForeignRecordException if it is not a complete record of that job in this format
     * @throws NewerRecordException if it is in a later format
     */
    static JobRecord read(String jobId, String text)
            throws ForeignRecordException, NewerRecordException {
        try {
            Fields json = new Fields(StrictJsonParser.parse(text));
            long format = json.count("format");
            if (format > FORMAT) {
                throw new NewerRecordException(format);
            }
            if (!json.text("jobId").equals(jobId)) {
                throw new ForeignRecordException("it is of job " + json.text("jobId"));
            }
            Map<Setting, SettingOverride> overrides = new EnumMap<>(Setting.class);
            for (Fields of : json.list("settings")) {
                setting(of.text("name")).ifPresent(named -> overrides.put(named, override(of)));
            }
            List<ChangeHistoryEntry> history = new ArrayList<>();
            for (Fields of : json.list(json.has(HISTORY) ? HISTORY : FORMER_HISTORY)) {
                history.add(entry(of));
            }
            List<Pin> pins = new ArrayList<>();
            // records before pins have none
            for (Fields of : json.has(PINS) ? json.list(PINS) : List.<Fields>of()) {
                pins.add(pin(of));
            }
            return new JobRecord(
                            json.count("revision"),
                            json.count("overriddenSince"),
                            overrides,
                            suspension(json.object("suspension")),
                            history)
                    .with(pins);
        } catch (IllegalArgumentException e) {
            throw new ForeignRecordException(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Setting> setting(String name) {
        return Setting.named(name).or(() -> Optional.ofNullable(FORMER_NAMES.get(name)));
    }

    private static Map<String, Object> setting(Setting setting, SettingOverride override) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", setting.attribute());
        json.put("value", override.value());
        json.put("submitted", override.submitted());
        json.put("changedAt", override.changedAt());
        json.put("changedBy", override.changedBy());
        json.put("reason", override.reason());
        json.put("expiresAt", override.expiresAt());
        return json;
    }

    private static SettingOverride override(Fields json) {
        return new SettingOverride(
                json.count("value"),
                json.number("submitted"),
                json.count("changedAt"),
                json.text("changedBy"),
                json.text("reason"),
                json.count("expiresAt"));
    }

    private static Map<String, Object> suspension(Suspension suspension) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mode", suspension.mode().name());
        json.put("since", suspension.since());
        json.put("by", suspension.by());
        json.put("reason", suspension.reason());
        json.put("resumesAt", suspension.resumesAt());
        return json;
    }

    private static Suspension suspension(Fields json) {
        SuspensionMode mode = SuspensionMode.valueOf(json.text("mode"));
        return mode == SuspensionMode.NONE
                ? Suspension.NONE
                : new Suspension(
                        mode,
                        json.count("since"),
                        json.text("by"),
                        json.text("reason"),
                        json.count("resumesAt"));
    }

    private static Map<String, Object> pin(Pin pin) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("checkpointId", pin.checkpointId());
        json.put("externalPath", pin.externalPath());
        json.put("completedAt", pin.completedAt());
        json.put("stateSize", pin.stateSize());
        json.put("pinnedAt", pin.pinnedAt());
        json.put("by", pin.by());
        json.put("reason", pin.reason());
        return json;
    }

    private static Pin pin(Fields json) {
        return new Pin(
                json.count("checkpointId"),
                json.text("externalPath"),
                json.count("completedAt"),
                json.count("stateSize"),
                json.count("pinnedAt"),
                json.text("by"),
                json.text("reason"));
    }

    private static Map<String, Object> entry(ChangeHistoryEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", entry.getAt());
        json.put("revision", entry.getRevision());
        json.put("action", entry.getAction());
        json.put("from", entry.getFrom());
        json.put("to", entry.getTo());
        json.put("by", entry.getBy());
        json.put("reason", entry.getReason());
        json.put("outcome", entry.getOutcome());
        return json;
    }

    private static ChangeHistoryEntry entry(Fields json) {
        return new ChangeHistoryEntry(
                json.count("at"),
                json.count("revision"),
                json.text("action"),
                json.text("from"),
                json.text("to"),
                json.text("by"),
                json.text("reason"),
                json.text("outcome"));
    }

    /** JSON object whose fields must be present and of a type; an error names the missing one. */
    private static final class Fields {

        private final Map<?, ?> json;

        Fields(@Nullable Object value) {
            this.json = as(Map.class, value, "the record");
        }

        boolean has(String key) {
            return json.containsKey(key);
        }

        long number(String key) {
            return as(Long.class, json.get(key), key);
        }

        /** Returns a count, a value that was set, or a time: -1 or more, and never near a wrap. */
        long count(String key) {
            long count = number(key);
            if (count < -1 || count > MOST) {
                throw new IllegalArgumentException(
                        key + " " + count + " is not within -1 and " + MOST);
            }
            return count;
        }

        String text(String key) {
            return TextSanitizer.of(as(String.class, json.get(key), key));
        }

        Fields object(String key) {
            return new Fields(json.get(key));
        }

        List<Fields> list(String key) {
            List<?> list = as(List.class, json.get(key), key);
            return list.stream().map(Fields::new).collect(Collectors.toList());
        }

        private static <T> T as(Class<T> type, @Nullable Object value, String what) {
            if (!type.isInstance(value)) {
                throw new IllegalArgumentException(what + " is not what it should be");
            }
            return type.cast(value);
        }
    }
}
