// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.remote.RemoteJob;
import io.github.ckptctl.cli.show.Durations;
import io.github.ckptctl.cli.show.ValueFormatter;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Settings of a job, by the names that users write. The agent validates the values. */
final class Settings {

    /** Unit of settings whose values are texts. */
    private static final String TEXT = "text";

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> units = new HashMap<>();

    private Settings() {}

    static Settings of(RemoteJob job) {
        Settings settings = new Settings();
        for (JsonObject setting : JobsJson.objects(job.read("Settings"), "Settings")) {
            String name = JobsJson.text(setting, "name");
            settings.names.put(plain(name), name);
            settings.units.put(name, JobsJson.text(setting, "unit"));
        }
        return settings;
    }

    /**
     * Returns the attributes' names and values in their units; an unknown name is left as it is.
     */
    Map<String, String> values(Map<String, String> asked) {
        Map<String, String> values = new LinkedHashMap<>();
        asked.forEach(
                (written, value) -> {
                    String name = names.getOrDefault(plain(written), written);
                    values.put(name, value(units.getOrDefault(name, ""), value));
                });
        return values;
    }

    private static String value(String unit, String written) {
        switch (unit) {
            case "ms":
                return Long.toString(millis(written));
            case TEXT:
                return written.replace('-', '_').toUpperCase(Locale.ROOT);
            default:
                return written;
        }
    }

    /**
     * Returns a value of a setting, or of its change, in readable form.
     *
     * @param which the value's name, {@code effective} for example
     */
    static String text(JsonObject setting, String which) {
        String unit = JobsJson.text(setting, "unit");
        String text = unit.equals(TEXT) ? JobsJson.text(setting, which + "Text") : "";
        return text.isEmpty() ? ValueFormatter.value(JobsJson.number(setting, which), unit) : text;
    }

    static long millis(String duration) {
        return Durations.parse(duration);
    }

    private static String plain(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}
