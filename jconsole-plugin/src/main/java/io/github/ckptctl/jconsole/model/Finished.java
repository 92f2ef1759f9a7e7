// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.jconsole.model;

/** Checkpoint that has ended, whether completed or failed. */
public final class Finished {

    public final long id;
    public final boolean completed;
    public final long triggeredAt;
    public final long duration;
    public final long size;
    public final String failure;

    Finished(
            long id,
            boolean completed,
            long triggeredAt,
            long duration,
            long size,
            String failure) {
        this.id = id;
        this.completed = completed;
        this.triggeredAt = triggeredAt;
        this.duration = duration;
        this.size = size;
        this.failure = failure;
    }

    /** Returns a sentence that describes it. */
    public String summary() {
        return "Checkpoint "
                + id
                + (completed
                        ? " completed in " + Units.duration(duration) + ", " + Units.bytes(size)
                        : " failed after " + Units.duration(duration) + ": " + failure);
    }
}
