// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

import java.util.Locale;

/** Setting of a job: its submitted value, its effective value, and the origin of the latter. */
public final class Setting {

    /** Number from which on Flink treats a number of times as "unlimited". */
    private static final long UNLIMITED = Integer.MAX_VALUE;

    /** Unit of a setting whose values are texts. */
    private static final String TEXT = "text";

    public final String name;
    public final String unit;
    public final long submitted;
    public final long effective;
    public final String changedBy;
    public final long changedAt;
    public final String reason;
    public final long expiresAt;
    public final boolean settable;
    public final String whyNotSettable;
    private final String submittedText;
    private final String effectiveText;
    private final boolean overridden;

    Setting(Fields fields) {
        name = fields.text("name");
        unit = fields.text("unit");
        submitted = fields.number("submitted");
        effective = fields.number("effective");
        changedBy = fields.text("changedBy");
        changedAt = fields.number("changedAt");
        reason = fields.text("reason");
        expiresAt = fields.number("expiresAt");
        settable = fields.flag("settable");
        whyNotSettable = fields.text("whyNotSettable");
        submittedText = fields.text("submittedText");
        effectiveText = fields.text("effectiveText");
        overridden = "OVERRIDE".equals(fields.text("origin"));
    }

    /**
     * Creates a setting that an older agent has as two attributes only; it cannot be changed from
     * here.
     */
    Setting(String name, long submitted, long effective) {
        this.name = name;
        this.unit = "ms";
        this.submitted = submitted;
        this.effective = effective;
        this.changedBy = "";
        this.changedAt = -1;
        this.reason = "";
        this.expiresAt = -1;
        this.settable = false;
        this.whyNotSettable = "this agent is too old";
        this.submittedText = "";
        this.effectiveText = "";
        this.overridden = submitted != effective;
    }

    /** Returns whether the effective value differs from the submitted one. */
    public boolean overridden() {
        return overridden;
    }

    /** Returns the submitted value with its unit. */
    public String shownSubmitted() {
        return shown(submitted, submittedText);
    }

    /** Returns the effective value with its unit. */
    public String shownEffective() {
        return shown(effective, effectiveText);
    }

    /**
     * Returns a value of this setting with its unit.
     *
     * @param text the same value as it would be set
     */
    String shown(long value, String text) {
        switch (unit) {
            case TEXT:
                return text.isEmpty() ? "none" : text;
            case "ms":
                return Units.duration(value);
            case "0/1":
                return value == 1 ? "yes" : "no";
            case "%":
                return value + " %";
            default:
                return value >= UNLIMITED ? "unlimited" : Long.toString(value);
        }
    }

    /**
     * Returns the value of a text, in the unit of the attribute.
     *
     * @throws IllegalArgumentException if it is invalid; the message names valid input
     */
    public String value(String text) {
        String trimmed = text.trim();
        switch (unit) {
            case TEXT:
                return trimmed.replaceAll("[- ]", "_").toUpperCase(Locale.ROOT);
            case "ms":
                return Long.toString(Units.millis(trimmed));
            case "0/1":
                if (trimmed.matches("(?i)yes|true|1")) {
                    return "true";
                }
                if (trimmed.matches("(?i)no|false|0")) {
                    return "false";
                }
                throw new IllegalArgumentException(
                        name + ": '" + trimmed + "' is neither yes nor no");
            default:
                String number = trimmed.replaceFirst("\\s*%$", "");
                if (trimmed.equalsIgnoreCase("unlimited")) {
                    return Long.toString(UNLIMITED);
                }
                if (!number.matches("\\d{1,18}")) {
                    throw new IllegalArgumentException(
                            name + ": '" + trimmed + "' is no whole number");
                }
                return number;
        }
    }
}
