// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.mbeans;

import javax.management.ConstructorParameters;

import java.util.Objects;

/** Result of unpinning a checkpoint: what becomes of its files. */
public final class UnpinResult extends MBeanValue {

    private final long id;
    private final String externalPath;
    private final UnpinOutcome outcome;
    private final String explanation;

    /** Creates the value; no argument may be null. */
    @ConstructorParameters({"id", "externalPath", "outcome", "explanation"})
    public UnpinResult(long id, String externalPath, UnpinOutcome outcome, String explanation) {
        this.id = id;
        this.externalPath = Objects.requireNonNull(externalPath, "externalPath");
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.explanation = Objects.requireNonNull(explanation, "explanation");
    }

    /** Returns the checkpoint's id. */
    public long getId() {
        return id;
    }

    /** Returns where it is, or was. */
    public String getExternalPath() {
        return externalPath;
    }

    /** Returns what becomes of its files. */
    public UnpinOutcome getOutcome() {
        return outcome;
    }

    /** Returns the same as a sentence, which says what stays on storage. */
    public String getExplanation() {
        return explanation;
    }
}
