// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Option of Flink that no setting changes, and that changes what an operator should do. */
public final class RelatedOption extends MBeanValue {

    private final String name;
    private final String value;
    private final String origin;
    private final String effect;

    /** Creates the value; texts must not be null. */
    @ConstructorParameters({"name", "value", "origin", "effect"})
    public RelatedOption(String name, String value, String origin, String effect) {
        this.name = Objects.requireNonNull(name, "name");
        this.value = Objects.requireNonNull(value, "value");
        this.origin = Objects.requireNonNull(origin, "origin");
        this.effect = Objects.requireNonNull(effect, "effect");
    }

    /** Returns the option's key in Flink's configuration. */
    public String getName() {
        return name;
    }

    /** Returns the job's value. */
    public String getValue() {
        return value;
    }

    /**
     * Returns where the value is from: {@code JOB} (the job was submitted with it), {@code CLUSTER}
     * (this JobManager's configuration) or {@code DEFAULT} (Flink's).
     */
    public String getOrigin() {
        return origin;
    }

    /** Returns the consequence of this value, in a sentence. */
    public String getEffect() {
        return effect;
    }
}
