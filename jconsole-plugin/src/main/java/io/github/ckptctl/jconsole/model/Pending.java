// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import java.util.Locale;

/** Checkpoint or savepoint in flight. */
public final class Pending {

    public final long id;
    public final String kind;
    public final long triggeredAt;
    public final long deadline;
    public final long acknowledged;
    public final long total;
    public final long extensions;

    Pending(Fields fields) {
        id = fields.number("id");
        kind = fields.text("kind");
        triggeredAt = fields.number("triggeredAt");
        deadline = fields.number("deadline");
        acknowledged = fields.number("acknowledged");
        total = fields.number("total");
        extensions = fields.number("extensions");
    }

    /** Returns the share of its allowed time that has passed, 0 to 1. */
    public double used(long now) {
        long allowed = deadline - triggeredAt;
        return allowed <= 0 ? 1 : Math.max(0, Math.min(1, (double) (now - triggeredAt) / allowed));
    }

    /** Returns a sentence that describes it. */
    public String summary(long now) {
        long left = deadline - now;
        return kind.toLowerCase(Locale.ROOT)
                + " "
                + id
                + ": "
                + acknowledged
                + " of "
                + total
                + " tasks, "
                + (left > 0 ? Units.age(left) + " left" : "its deadline has passed")
                + (extensions > 0 ? ", extended " + extensions + "×" : "");
    }
}
