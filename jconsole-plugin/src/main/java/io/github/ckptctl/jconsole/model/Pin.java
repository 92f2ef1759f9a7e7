// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

/** Pinned checkpoint. */
public final class Pin {

    public final long id;
    public final String externalPath;
    public final long completedAt;
    public final long stateSize;
    public final long pinnedAt;
    public final String by;
    public final String reason;

    /** Whether Flink still retains it, so that not only the pin keeps its files. */
    public final boolean inStore;

    Pin(Fields fields) {
        id = fields.number("id");
        externalPath = fields.text("externalPath");
        completedAt = fields.number("completedAt");
        stateSize = fields.number("stateSize");
        pinnedAt = fields.number("pinnedAt");
        by = fields.text("by");
        reason = fields.text("reason");
        inStore = fields.flag("inStore");
    }
}
