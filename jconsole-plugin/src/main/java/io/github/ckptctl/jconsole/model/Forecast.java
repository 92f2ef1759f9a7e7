// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import java.util.ArrayList;
import java.util.List;

/** Forecast of a change of settings: its effects, or why it would be rejected. */
public final class Forecast {

    public final List<String> faults;
    public final List<String> lines;

    Forecast(Fields fields) {
        faults = List.copyOf(fields.textList("faults"));
        lines = new ArrayList<>();
        for (Fields change : fields.list("changes")) {
            Setting setting = new Setting(change);
            lines.add(
                    setting.name
                            + ": "
                            + setting.shown(change.number("from"), change.text("fromText"))
                            + " → "
                            + setting.shown(change.number("to"), change.text("toText")));
        }
        fields.textList("warnings").forEach(warning -> lines.add("Warning: " + warning));
        if (fields.number("nextTriggerAt") > 0) {
            lines.add("Next periodic checkpoint: " + Units.clock(fields.number("nextTriggerAt")));
        }
    }
}
