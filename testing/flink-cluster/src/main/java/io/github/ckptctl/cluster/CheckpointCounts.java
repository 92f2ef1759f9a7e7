// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.cluster;

import com.google.gson.JsonObject;

/** Counts of a job's checkpoints since this JobManager has known the job. */
public record CheckpointCounts(int restored, int total, int inProgress, int completed, int failed) {

    static CheckpointCounts parse(JsonObject json) {
        return new CheckpointCounts(
                json.get("restored").getAsInt(),
                json.get("total").getAsInt(),
                json.get("in_progress").getAsInt(),
                json.get("completed").getAsInt(),
                json.get("failed").getAsInt());
    }
}
