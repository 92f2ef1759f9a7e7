// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cli.command;

import com.google.gson.JsonObject;
import io.github.ckptctl.cli.show.Durations;
import io.github.ckptctl.cli.show.ValueFormatter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formatter of history entries, one line each. */
final class HistoryFormatter {

    private static final Pattern PAIR = Pattern.compile("([A-Za-z]+)=([^,]+)");
    private static final Pattern UNTIL = Pattern.compile("\\buntil (\\d{10,15})\\b");
    private static final Pattern MILLIS = Pattern.compile("\\b(\\d{1,15}) ms\\b");

    private HistoryFormatter() {}

    static String of(JsonObject entry) {
        List<String> words = new ArrayList<>();
        String change = change(JobsJson.text(entry, "from"), JobsJson.text(entry, "to"));
        if (!change.isEmpty()) {
            words.add(change);
        }
        String outcome = JobsJson.text(entry, "outcome");
        if (!outcome.equals("DONE")) {
            words.add(outcome.replaceFirst("job [0-9a-f]{32}: nothing changed: ", ""));
        }
        String reason = JobsJson.text(entry, "reason");
        if (!reason.isEmpty()) {
            words.add("(" + reason + ")");
        }
        return readable(String.join("  ", words));
    }

    private static String change(String from, String to) {
        Map<String, String> before = pairs(from);
        Map<String, String> after = pairs(to);
        if (!before.isEmpty() && before.keySet().equals(after.keySet())) {
            List<String> changes = new ArrayList<>();
            before.forEach(
                    (name, value) -> changes.add(name + " " + value + " -> " + after.get(name)));
            return String.join(", ", changes);
        }
        return from.isEmpty() || to.isEmpty() ? from + to : from + " -> " + to;
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(text);
        while (pair.find()) {
            pairs.put(pair.group(1), pair.group(2));
        }
        return pairs;
    }

    private static String readable(String text) {
        String times =
                UNTIL.matcher(text)
                        .replaceAll(
                                at -> "until " + ValueFormatter.time(Long.parseLong(at.group(1))));
        return MILLIS.matcher(times)
                .replaceAll(millis -> Durations.exact(Long.parseLong(millis.group(1))));
    }
}
