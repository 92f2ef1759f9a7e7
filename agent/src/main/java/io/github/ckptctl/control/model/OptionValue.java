// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.control.model;

import io.github.ckptctl.mbeans.RelatedOption;

/** A job's value of an option of Flink. Immutable. */
public final class OptionValue {

    /** Source of a value. */
    public enum Origin {
        /** The job was submitted with it. */
        JOB,
        /** It is in this JobManager's configuration. */
        CLUSTER,
        /** It is Flink's default. */
        DEFAULT
    }

    private final FlinkOption option;
    private final String value;
    private final Origin origin;

    /**
     * @param value true, false, or a number with its unit
     */
    public OptionValue(FlinkOption option, String value, Origin origin) {
        this.option = option;
        this.value = value;
        this.origin = origin;
    }

    /** Returns whether it is neither false nor zero. */
    public boolean isOn() {
        return !value.equals("false") && !value.startsWith("0 ");
    }

    /** Returns the value for clients. */
    public RelatedOption info() {
        return new RelatedOption(
                option.key(), TextSanitizer.of(value), origin.name(), option.effect(isOn()));
    }

    @Override
    public String toString() {
        return option.key() + ": " + value;
    }
}
